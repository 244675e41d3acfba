-- notified: what has come of telling an alert to the webhook; one that does not take it is asked again, for an hour.
-- KEYS 6 the alert. ARGV: alert id, the time of what was told (ms), taken|later
-- returns "taken", "later", "given_up" or "repeat".
local SOONEST, LATEST = 10, 300
local record, alert, at = KEYS[6], ARGV[1], tonumber(ARGV[2])
local news = ARGV[3]
if number(record, 'notice') ~= at then return answer('repeat') end
if news == 'later' and NOW - at < HOURLY then
  local tries = redis.call('HINCRBY', record, 'tries', 1)
  remind('notify', alert, NOW + math.min(SOONEST * 2 ^ (tries - 1), LATEST) * SECOND)
  return answer('later')
end
redis.call('HDEL', record, 'notice', 'tries')
forget('notify', alert)
if news == 'taken' then return answer('taken') end
tell('alert_not_taken', '', '', get(record, 'kind'))
return answer('given_up')
