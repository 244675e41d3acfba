-- next_start: when somebody comes on call for a queue. ARGV: queue
-- returns the time in ms, 0 when nobody is known to.
local found = redis.call('ZRANGEBYSCORE', queue_key(ARGV[1], 'next_start'), NOW, '+inf', 'WITHSCORES', 'LIMIT', 0, 1)
return answer('next', tonumber(found[2] or 0))
