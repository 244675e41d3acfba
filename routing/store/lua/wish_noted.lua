-- wish_noted: a wish for texts, or for none, is on record.
-- KEYS 6 the wish. ARGV: digest of the number, the wish that is on record
-- returns "noted", or "changed" when something else has been asked for since.
local wish = get(KEYS[6], 'wish')
if wish ~= '' and wish ~= ARGV[2] then return answer('changed') end
redis.call('DEL', KEYS[6])
forget('wish', ARGV[1])
return answer('noted')
