-- told_alert: an alert has been told. What happens after that is told when its hour is over.
-- KEYS 6 the alert. ARGV: alert id, the time that it was told at (ms), 1 when a webhook is to be told as well
-- returns "told" or "repeat".
local record, alert, at = KEYS[6], ARGV[1], tonumber(ARGV[2])
if number(record, 'telling') ~= at then return answer('repeat') end
redis.call('HDEL', record, 'telling')
redis.call('HSET', record, 'told_at', NOW, 'told_to', at)
if ARGV[3] == '1' then
  redis.call('HSET', record, 'notice', at, 'tries', 0)
  remind('notify', alert, NOW)
end
if number(record, 'last') > at then remind('alert', alert, NOW + HOURLY) else forget('alert', alert) end
return answer('told')
