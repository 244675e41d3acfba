-- overspent: whoever runs a line is told when more has been placed today than they expect; once they know, not again that day.
-- KEYS 6 the alert. ARGV: line, how many calls and texts they expect in a day
-- returns "within", "known" or "over".
local line, most = ARGV[1], tonumber(ARGV[2])
if (tonumber(redis.call('GET', placed_key(line)) or 0)) <= most then return answer('within') end
if day_of(number(KEYS[6], 'known_at')) == day_of(NOW) then return answer('known') end
alarm('spend', line)
return answer('over')
