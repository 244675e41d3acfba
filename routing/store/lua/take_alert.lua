-- take_alert: a job is about to tell an alert. What it tells has one time, however often the job is repeated.
-- KEYS 6 the alert. ARGV: alert id
-- returns "tell" or "told"; then kind, line, since (ms), the time that it is told at (ms).
local record, alert = KEYS[6], ARGV[1]
if number(record, 'last') <= number(record, 'told_to') then
  forget('alert', alert)
  return answer('told')
end
redis.call('HSETNX', record, 'telling', NOW)
return answer('tell', get(record, 'kind'), get(record, 'line'), get(record, 'since'), get(record, 'telling'))
