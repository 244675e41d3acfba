-- opt_out: somebody wants no texts, or wants them again. A job puts it on record, and is asked for until it has.
-- KEYS 6 who wants no texts, 7 the wish. ARGV: "out" or "in", the digests of the number, the present one first
local wish, person = ARGV[1], ARGV[2]
redis.call('SREM', KEYS[6], unpack(ARGV, 2))
if wish == 'out' then redis.call('SADD', KEYS[6], person) end
redis.call('HSET', KEYS[7], 'wish', wish, 'people', table.concat(ARGV, ' ', 2))
redis.call('EXPIRE', KEYS[7], 15 * DAY)
remind('wish', person, NOW + 5 * SECOND)
return answer('noted')
