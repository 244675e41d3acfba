-- end_talk: a specialist ends a conversation by text; both are told.
-- KEYS 6 the contact. ARGV: contact id, offer, 1 where its person is to be shut out besides, else 0
-- returns "ended" (also for a repeat) or "over": it is not theirs.
local record, contact, id = KEYS[6], ARGV[1], ARGV[2]
local stage = get(record, 'stage')
local theirs = get(record, 'offer') == id and is_text(record) and (stage == 'bridged' or stage == 'ended')
if not theirs then return answer('over') end
if ARGV[3] == '1' then shut_out(id) end
if stage == 'ended' then return answer('ended') end
announce(contact, 'person', 'ended')
announce(contact, 'specialist', 'ended')
over(contact, 'bridged')
return answer('ended')
