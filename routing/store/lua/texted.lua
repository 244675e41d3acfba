-- texted: a text is answered, once: Twilio repeats a webhook that it thinks was lost.
-- KEYS 6 to 13 those of a text, ARGV what is given for it (_texter.lua: answered_once)
-- returns "answered", then the answer, which is the first one's for a repeat.
return answer('answered', answered_once({ unpack(KEYS, 6) }, ARGV))
