-- talks: with whom whoever texts is writing, and what they were asked last.
-- KEYS 6 specialists by telephone, 7 the person's open contact, 8 what they were asked, 9 whether they are shut out.
-- ARGV: the digests of the number, the present one first
-- returns "stands", then what `stands` gives (_texter.lua).
return answer('stands', unpack(stands({ unpack(KEYS, 6) }, ARGV)))
