-- colleagues: who is free to take over a contact. ARGV: how many at most, queue...
-- returns "", then id, name, id, name...
local most, seen, found = tonumber(ARGV[1]), {}, {}
for i = 2, #ARGV do
  for _, specialist in ipairs(redis.call('ZRANGE', queue_key(ARGV[i], 'available'), 0, most - 1)) do
    if not seen[specialist] and #found < 2 * most then
      seen[specialist] = true
      found[#found + 1], found[#found + 2] = specialist, get(key('specialist', specialist), 'name')
    end
  end
end
return answer('', unpack(found))
