-- reply_alert: somebody who is told a line's alerts has replied that they know. They know of what they were told.
-- KEYS 6 the digest of the reply. ARGV: line id
-- returns "acknowledged" (also for a repeat) or "none".
local reply, line = KEYS[6], ARGV[1]
if redis.call('EXISTS', reply) == 1 then return answer('acknowledged') end
local any = false
for _, alert in ipairs(redis.call('ZRANGE', PREFIX .. 'alerts', 0, -1)) do
  local record = key('alert', alert)
  local told = number(record, 'told_at') > 0 and number(record, 'told_at') >= number(record, 'since')
  if get(record, 'line') == line and told then any = known(alert) or any end
end
if not any then return answer('none') end
redis.call('SET', reply, 1, 'EX', DAY)
return answer('acknowledged')
