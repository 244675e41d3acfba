-- texter: how whoever texts stands.
-- KEYS 6 the texter, 7 the answer to this text, 8 the count of replies, 9 who wants no texts, 10 the line's count of texts,
-- 11 whether they were told that there are too many, 12 what was asked for nearby.
-- ARGV: the digests of the number, the present one first
-- returns "known", then language, greeted (1 or 0), opted out (1 or 0), replies in the last hour, the answer or "", the
-- line's texts in the last hour, told that there are too many (1 or 0), what was asked for (sealed) or "".
local out = 0
for _, person in ipairs(ARGV) do
  if redis.call('SISMEMBER', KEYS[9], person) == 1 then out = 1 end
end
return answer('known', get(KEYS[6], 'language'), number(KEYS[6], 'greeted'), out,
  tonumber(redis.call('GET', KEYS[8]) or 0), redis.call('GET', KEYS[7]) or '',
  tonumber(redis.call('GET', KEYS[10]) or 0), redis.call('EXISTS', KEYS[11]), redis.call('GET', KEYS[12]) or '')
