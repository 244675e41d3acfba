-- stand_by: whoever is to have a held contact is on the line, and in no bridge.
-- KEYS 6 their offer. ARGV: offer id
-- returns "bridge" (the contact is theirs), "brief" (they are to be told of it), "wait" (they have been; the specialist who
-- told them says what next) or "over".
local record, id = KEYS[6], ARGV[1]
local caller = key('contact', contact_of(id))
local stage = get(caller, 'stage')
if get(record, 'state') ~= 'accepted' or get(record, 'over') ~= '' then return answer('over') end
if get(caller, 'offer') == id and stage == 'accepted' then return answer('bridge') end
if stage ~= 'held' or get(caller, 'target') ~= id then return answer('over') end
return answer(talked(caller) and 'wait' or 'brief')
