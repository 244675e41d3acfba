-- proved: somebody has proved themselves; it was no guess.
-- KEYS 6 the count of who they are, 7... those of others' too, in which this one try no longer counts.
redis.call('DEL', KEYS[6])
for at = 7, #KEYS do
  if number(KEYS[at], 'count') > 0 then redis.call('HINCRBY', KEYS[at], 'count', -1) end
end
return answer('proved')
