-- dismiss: a specialist lets go of the caller whom they hold: who is told goodbye, or connected with another line.
-- KEYS 6 the offer. ARGV: offer id, goodbye|line
-- returns "dismissed" or "over".
local record, id, choice = KEYS[6], ARGV[1], ARGV[2]
local contact = contact_of(id)
local caller = key('contact', contact)
if get(caller, 'stage') ~= 'held' or get(caller, 'offer') ~= id then return answer('over') end
unhold(contact, 'rescinded')
forget('aside', id)
redis.call('HSET', caller, 'stage', 'choosing', 'choice', choice, 'offer', '', 'heartbeat', NOW)
remind('choosing', contact, NOW + 120 * SECOND)
remind('moving', contact, NOW)
tell('dismissed', contact, get(record, 'specialist'), choice)
return answer('dismissed')
