-- postpone: a deadline comes again in a while, unless it is no longer there.
-- ARGV: kind, id, seconds
redis.call('ZADD', DEADLINES, 'XX', NOW + tonumber(ARGV[3]) * SECOND, ARGV[1] .. ':' .. ARGV[2])
return answer('postponed')
