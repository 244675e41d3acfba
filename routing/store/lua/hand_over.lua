-- hand_over: a colleague has come out of the bridge with the specialist who held a contact, and is still on the line.
-- KEYS 6 the colleague's offer. ARGV: offer id
-- returns "bridge" (the contact is theirs; also for a repeat), "brief" (they have not talked yet) or "over".
local TALK = 2 * SECOND  -- a bridge that ends sooner was a telephone moved twice
local record, id = KEYS[6], ARGV[1]
local contact = contact_of(id)
local caller = key('contact', contact)
local stage = get(caller, 'stage')
if get(record, 'state') ~= 'accepted' or get(record, 'over') ~= '' then return answer('over') end
if get(caller, 'offer') == id and stage == 'accepted' then return answer('bridge') end
if stage ~= 'held' or get(caller, 'target') ~= id then return answer('over') end
if get(caller, 'briefed_at') == '' or NOW - number(caller, 'briefed_at') < TALK then return answer('brief') end
hand_over(contact)
return answer('bridge')
