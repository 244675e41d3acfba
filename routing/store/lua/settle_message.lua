-- settle_message: what was recorded is on record now, or nothing was.
-- KEYS 6 the message. ARGV: promise, kept|none
-- returns how it stands: "unknown", "kept" or "none".
local record, promise = KEYS[6], ARGV[1]
local state = get(record, 'state')
if state == '' then
  forget('message', promise)
  return answer('unknown')
end
if state == 'recording' then message_settled(promise, ARGV[2]) end
return answer(get(record, 'state'))
