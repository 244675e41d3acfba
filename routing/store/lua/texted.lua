-- texted: a text is answered, once: Twilio repeats a webhook that it thinks was lost.
-- KEYS 6 the texter, 7 the answer to this text, 8 the count of replies.
-- ARGV: answer (sealed), language or "", "aside" when neither the reply counts nor the person is remembered
-- returns "answered", then the answer, which is the first one's for a repeat.
local HOUR = 3600
if redis.call('SET', KEYS[7], ARGV[1], 'NX', 'EX', DAY) and ARGV[3] ~= 'aside' then
  redis.call('HSET', KEYS[6], 'greeted', 1)
  if ARGV[2] ~= '' then redis.call('HSET', KEYS[6], 'language', ARGV[2]) end
  redis.call('EXPIRE', KEYS[6], DAY)
  if redis.call('INCR', KEYS[8]) == 1 then redis.call('EXPIRE', KEYS[8], HOUR) end
end
return answer('answered', redis.call('GET', KEYS[7]))
