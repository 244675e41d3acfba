-- listen_as: whoever listens is to be heard by others than before, or by nobody.
-- KEYS 6 the listening. ARGV: listening id, how (listen|whisper|barge)
-- returns the state; nothing is changed of a listening that is over.
local record, id, how = KEYS[6], ARGV[1], ARGV[2]
if alive(record) and get(record, 'wanted') ~= how then
  redis.call('HSET', record, 'wanted', how, 'how', '')
  redis.call('HDEL', record, 'announced')
  if get(record, 'state') == 'in' then remind('listening', id, NOW) end
end
return answer(get(record, 'state'))
