-- ring_listener: a job is about to call whoever is to listen; one job only may, and only when the account may place one more.
-- KEYS 6 the listening. ARGV: listening id, calls a second (0: no limit), how many at once
-- returns "ring" with the telephone (encrypted), "later" (it waits for its turn) or "unwanted".
local record, id = KEYS[6], ARGV[1]
if get(record, 'state') ~= 'placing' or get(record, 'claimed') ~= '' then return answer('unwanted') end
if not turn('calls', ARGV[2], ARGV[3], 'listening', id, record, NOW) then return answer('later') end
redis.call('HSET', record, 'claimed', NOW)
remind('listening', id, NOW + PLACING)
return answer('ring', get(key('specialist', get(record, 'specialist')), 'phone'))
