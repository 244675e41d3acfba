-- recorded: the carrier says what was recorded; a job goes on from there.
-- KEYS 6 the message. ARGV: promise, recording (encrypted), seconds
-- returns how the message stands: "unknown", "recording", "kept" or "none".
local record, promise = KEYS[6], ARGV[1]
local state = get(record, 'state')
if state == '' then return answer('unknown') end
if state == 'recording' then
  redis.call('HSETNX', record, 'recording', ARGV[2])
  redis.call('HSETNX', record, 'seconds', ARGV[3])
  remind('message', promise, NOW + SECOND)  -- whoever brings the news goes on at once; should they not, a job does
end
return answer(state)
