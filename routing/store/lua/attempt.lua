-- attempt: somebody is about to prove themselves. So many within a time for each count; those that are right are given back.
-- KEYS 6... the counts. ARGV: ms a count holds, how many at most for each
-- returns "go" or "too_many".
local life = tonumber(ARGV[1])
for at = 6, #KEYS do
  if NOW - number(KEYS[at], 'from') > life then redis.call('DEL', KEYS[at]) end
  if number(KEYS[at], 'count') >= tonumber(ARGV[at - 4]) then return answer('too_many') end
end
for at = 6, #KEYS do
  redis.call('HSETNX', KEYS[at], 'from', NOW)
  redis.call('HINCRBY', KEYS[at], 'count', 1)
  redis.call('PEXPIRE', KEYS[at], life)
end
return answer('go')
