-- doubt: news may have been lost: who talks is asked after soon, one after the other.
-- ARGV: how many ms are between one and the next
local at = NOW
for _, contact in ipairs(redis.call('ZRANGE', CONTACTS, 0, -1)) do
  if get(key('contact', contact), 'stage') == 'bridged' then
    redis.call('ZADD', DEADLINES, 'XX', 'LT', at, 'heartbeat:' .. contact)
    at = at + tonumber(ARGV[1])
  end
end
return answer('doubted')
