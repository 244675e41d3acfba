-- register: a specialist of the roster becomes known here, or what is known of them changes.
-- KEYS 6 the specialist, 7 the roster, 8 specialists by telephone. ARGV: specialist id, field, value, field, value...
-- returns the activity.
local record, specialist = KEYS[6], ARGV[1]
if get(record, 'removed') ~= '' then return answer(get(record, 'activity')) end
local waits, asked_at = false, number(record, 'asked_at')
each_queue(record, function(queue)
  if redis.call('ZREM', queue_key(queue, 'available'), specialist) == 1 then waits = true end
  redis.call('ZREM', queue_key(queue, 'texting'), specialist)
  redis.call('SREM', queue_key(queue, 'on_duty'), specialist)
  redis.call('ZREM', queue_key(queue, 'next_start'), specialist)
end)
redis.call('HDEL', KEYS[8], get(record, 'person'))
redis.call('HSET', record, unpack(ARGV, 2))
if get(record, 'person') ~= '' then redis.call('HSET', KEYS[8], get(record, 'person'), specialist) end
-- What was asked for here may not be on record yet.
redis.call('HSET', record, 'asked_at', math.max(asked_at, number(record, 'asked_at')))
remind('shift', specialist, NOW)
redis.call('SADD', KEYS[7], specialist)
redis.call('HSETNX', record, 'activity', 'offline')
redis.call('HSETNX', record, 'since', NOW)
become(specialist, get(record, 'activity'))
if waits or get(record, 'texts') ~= '' and seat(specialist) then ready(specialist) end
return answer(get(record, 'activity'))
