-- ring_code: a job is about to call whoever is to hear a code; one job only may, and only when the account may place one more.
-- Whatever becomes of the call, no other is placed: whoever waits for it asks for another code.
-- KEYS 6 the call. ARGV: call id, calls a second (0: no limit), how many at once
-- returns "ring" with the line and the telephone (encrypted), "later" (it waits for its turn) or "unwanted".
local record, id = KEYS[6], ARGV[1]
if get(record, 'phone') == '' or get(record, 'claimed') ~= '' then
  forget('code_call', id)
  return answer('unwanted')
end
if not turn('calls', ARGV[2], ARGV[3], 'code_call', id, record, NOW) then return answer('later') end
redis.call('HSET', record, 'claimed', NOW)
forget('code_call', id)
placed(get(record, 'line'))
return answer('ring', get(record, 'line'), get(record, 'phone'))
