-- alarm: something has happened that is told to whoever runs the helpline, when it has happened often enough.
-- KEYS 6 the alert. ARGV: kind, line, times, seconds within which it must have happened so often
-- returns "alarm" or "noted".
local record = KEYS[6]
local kind, line, times, within = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4]) * SECOND
if NOW - number(record, 'counted_from') > within then
  redis.call('HSET', record, 'counted_from', NOW, 'counted', 0)
  redis.call('EXPIRE', record, KEPT)
end
if redis.call('HINCRBY', record, 'counted', 1) < times then return answer('noted') end
alarm(kind, line)
return answer('alarm')
