-- texted: a text is answered, once: Twilio repeats a webhook that it thinks was lost.
-- KEYS 6 the texter, 7 the answer to this text, 8 the count of replies.
-- ARGV: answer (sealed), language or "", "remember" or "", "count" or ""
-- returns "answered", then the answer, which is the first one's for a repeat.
local HOUR = 3600
if redis.call('SET', KEYS[7], ARGV[1], 'NX', 'EX', DAY) then
  if ARGV[3] == 'remember' then
    redis.call('HSET', KEYS[6], 'greeted', 1)
    if ARGV[2] ~= '' then redis.call('HSET', KEYS[6], 'language', ARGV[2]) end
    redis.call('EXPIRE', KEYS[6], DAY)
  end
  if ARGV[4] == 'count' and redis.call('INCR', KEYS[8]) == 1 then redis.call('EXPIRE', KEYS[8], HOUR) end
end
return answer('answered', redis.call('GET', KEYS[7]))
