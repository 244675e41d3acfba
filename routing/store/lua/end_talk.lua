-- end_talk: a specialist ends a conversation by text; both are told.
-- KEYS 6 the contact. ARGV: contact id, offer
-- returns "ended" (also for a repeat) or "over": it is not theirs.
local record, contact, id = KEYS[6], ARGV[1], ARGV[2]
if get(record, 'offer') ~= id then return answer('over') end
if get(record, 'stage') == 'ended' then return answer('ended') end
if get(record, 'stage') ~= 'bridged' or not is_text(record) then return answer('over') end
announce(contact, 'person', 'ended')
announce(contact, 'specialist', 'ended')
over(contact, 'bridged')
return answer('ended')
