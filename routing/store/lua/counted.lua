-- counted: the events up to one are on record. They are kept for whoever watches until they are 15 minutes old.
-- ARGV: the id of the latest event that is counted
local latest = tonumber(string.match(ARGV[1], '^%d+'))
local oldest = (BEGAN[1] - AFTERLIFE) * SECOND
redis.call('XTRIM', EVENTS, 'MINID', string.format('%.0f', math.min(latest, oldest)))
return answer('counted')
