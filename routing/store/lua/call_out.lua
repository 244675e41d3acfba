-- call_out: may a specialist who agreed to it be asked to come on call? At most once in an hour, however many queues lack
-- somebody. KEYS 6 the specialist. ARGV: when the queue was found without anybody (ms)
-- returns "ask" (also for a repeat) or "lately".
local record, at = KEYS[6], tonumber(ARGV[1])
if get(record, 'activity') == '' then return answer('lately') end
local last = number(record, 'called_out')
if last > 0 and last ~= at and at - last < HOURLY then return answer('lately') end
redis.call('HSET', record, 'called_out', at)
return answer('ask')
