-- refer: the caller whom a specialist holds is to be connected with another line; the specialist stays till it is taken.
-- KEYS 6 the offer. ARGV: offer id, choice
-- returns "line" (also for a repeat), another transfer that is under way, or "over" (it is not held any more).
local id, choice = ARGV[1], ARGV[2]
local contact = contact_of(id)
local caller = key('contact', contact)
if get(caller, 'stage') ~= 'held' or get(caller, 'offer') ~= id then return answer('over') end
if get(caller, 'transfer') ~= '' then return answer(get(caller, 'transfer')) end
redis.call('HSET', caller, 'transfer', choice, 'choice', choice)
remind('held', contact, NOW + 60 * SECOND)
remind('moving', contact, NOW)
tell('referring', contact, get(KEYS[6], 'specialist'))
return answer(choice)
