-- hasten: a deadline comes sooner than it would; it is never put off.
-- ARGV: kind, id, seconds
redis.call('ZADD', DEADLINES, 'LT', NOW + tonumber(ARGV[3]) * SECOND, ARGV[1] .. ':' .. ARGV[2])
return answer('hastened')
