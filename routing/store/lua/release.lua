-- release: the call of a lost life that kept a specialist busy is over.
-- KEYS 6 the specialist. ARGV: specialist id
if get(KEYS[6], 'activity') == 'engaged' and get(KEYS[6], 'offer') == '' and get(KEYS[6], 'texts') == '' then
  local wanted = get(KEYS[6], 'wanted')
  redis.call('HSET', KEYS[6], 'idle_since', NOW, 'turn', NOW, 'wanted', wanted == '' and 'offline' or wanted)
  free(ARGV[1], 'available', 0)
end
return answer(get(KEYS[6], 'activity'))
