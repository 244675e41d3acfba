-- texted: a text is answered, once: Twilio repeats a webhook that it thinks was lost.
-- KEYS 6 the texter, 7 the answer to this text, 8 the count of replies, 9 who wants no texts, 10 the line's count of texts,
-- 11 whether they were told that there are too many, 12 what was asked for nearby.
-- ARGV: answer (sealed), language or "", how many texts it is, "remember", "talks" (the same, in a talk with a person),
-- "crowded" (the answer says that there are too many) or "", line, the most that the line sends in an hour (0: no limit),
-- no answer (sealed): the one beyond that, what was asked for nearby (sealed) or "", how many of the texts go at once.
-- returns "answered", then the answer, which is the first one's for a repeat.
local HOUR = 3600
local given, language, texts, kind, line = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4], ARGV[5]
local most, none = tonumber(ARGV[6]), ARGV[7]
local function once(name, times)
  if redis.call('INCRBY', name, times) == times then redis.call('EXPIRE', name, HOUR) end
end
if redis.call('EXISTS', KEYS[7]) == 0 then
  -- What somebody asked to be done is confirmed all the same; only what they are told is limited.
  local limited = kind == 'remember' or kind == 'crowded'
  local full = limited and most > 0 and tonumber(redis.call('GET', KEYS[10]) or 0) + texts > most
  if full then given, texts = none, 0 end
  if kind == 'crowded' or full then alarm('crowded', line) end
  tell('text_came', '', '', line .. ' ' .. (full and 0 or ARGV[9]))
  redis.call('SET', KEYS[7], given, 'EX', DAY)
  if kind == 'crowded' then redis.call('SET', KEYS[11], 1, 'EX', HOUR) end
  if kind == 'remember' or kind == 'talks' then
    redis.call('HSET', KEYS[6], 'greeted', 1)
    if language ~= '' then redis.call('HSET', KEYS[6], 'language', language) end
    redis.call('EXPIRE', KEYS[6], DAY)
  end
  if ARGV[8] ~= '' and not full then redis.call('SET', KEYS[12], ARGV[8], 'EX', HOUR) end
  if texts > 0 then
    once(KEYS[8], 1)
    once(KEYS[10], texts)
  end
end
return answer('answered', redis.call('GET', KEYS[7]))
