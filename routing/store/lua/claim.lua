-- claim: a job is about to place the call of an offer; one job only may.
-- KEYS 6 the offer. ARGV: offer id
-- returns "unwanted", or "ring" with: phone (encrypted), line, seconds it may ring.
local record, id = KEYS[6], ARGV[1]
if get(record, 'state') ~= 'placing' or redis.call('HSETNX', record, 'claimed', NOW) == 0 then return answer('unwanted') end
local contact, person = key('contact', contact_of(id)), key('specialist', get(record, 'specialist'))
return answer('ring', get(person, 'phone'), get(contact, 'line'), number(contact, 'rings'))
