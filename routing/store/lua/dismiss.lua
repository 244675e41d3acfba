-- dismiss: a specialist lets go of the caller whom they hold: who is told goodbye.
-- KEYS 6 the offer. ARGV: offer id
-- returns "dismissed" or "over".
local record, id = KEYS[6], ARGV[1]
local contact = contact_of(id)
local caller = key('contact', contact)
if get(caller, 'stage') ~= 'held' or get(caller, 'offer') ~= id then return answer('over') end
unhold(contact, 'rescinded')
forget('aside', id)
redis.call('HSET', caller, 'stage', 'choosing', 'choice', 'goodbye', 'offer', '', 'heartbeat', NOW)
remind('choosing', contact, NOW + 120 * SECOND)
remind('moving', contact, NOW)
tell('dismissed', contact, get(record, 'specialist'))
return answer('dismissed')
