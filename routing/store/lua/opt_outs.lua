-- opt_outs: who wants no texts is as the records say; a wish that is not on record yet counts more.
-- KEYS 6 who wants no texts. ARGV: the digests on record
local on_record = {}
for _, person in ipairs(ARGV) do
  on_record[person] = true
  if redis.call('EXISTS', key('wish', person)) == 0 then redis.call('SADD', KEYS[6], person) end
end
for _, person in ipairs(redis.call('SMEMBERS', KEYS[6])) do
  if not on_record[person] and redis.call('EXISTS', key('wish', person)) == 0 then redis.call('SREM', KEYS[6], person) end
end
return answer('followed')
