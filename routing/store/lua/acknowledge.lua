-- acknowledge: somebody knows of an alert. What happens anew is told again, an hour after the latest telling at the soonest.
-- KEYS 6 the alert. ARGV: alert id
-- returns "acknowledged" or "unknown".
local record, alert = KEYS[6], ARGV[1]
redis.call('ZREM', PREFIX .. 'alerts', alert)
if redis.call('HDEL', record, 'since') == 0 then return answer('unknown') end
redis.call('HSET', record, 'told_to', math.max(number(record, 'told_to'), number(record, 'last')))
redis.call('HDEL', record, 'telling')
forget('alert', alert)
return answer('acknowledged')
