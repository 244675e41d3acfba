-- judged: whether a PIN was right is known. Its words are erased, and whose it was; one that was right is no guess.
-- KEYS 6 the guess, 7 the count of the number's guesses. ARGV: guess id, right|wrong
local record = KEYS[6]
if get(record, 'state') == 'asked' then
  redis.call('HSET', record, 'state', ARGV[2])
  redis.call('HDEL', record, 'sealed', 'person')
  if ARGV[2] == 'right' then redis.call('DEL', KEYS[7]) end
end
forget('proof', ARGV[1])
return answer(get(record, 'state'))
