-- hold: a specialist has come out of the bridge and is still on the line; the caller, if still there, is held.
-- KEYS 6 the offer. ARGV: offer id
-- returns "parting" (it is not known yet whether the caller is there), "held", "asking" (somebody is rung who is to take the
-- call over), "failed" (nobody took it), "briefing", "deciding", "bridge" (it is this specialist's call again) or "over"; then
-- the offer of whoever is told of it, and the other line that is asked, or was.
local record, id = KEYS[6], ARGV[1]
local contact = contact_of(id)
local caller = key('contact', contact)
local theirs = get(record, 'state') == 'accepted' and get(record, 'over') == '' and get(caller, 'offer') == id
if theirs and get(caller, 'stage') == 'accepted' then return answer('bridge', '', '') end
if not theirs or number(record, 'joined_at') == 0 then return answer('over', '', '') end
hold(contact, 'specialist')
local stage, transfer = get(caller, 'stage'), get(caller, 'transfer')
if stage ~= 'held' then return answer('over', '', '') end
if get(caller, 'choice') == 'left' then return answer('parting', '', '') end
return answer(transfer == '' and 'held' or transfer, get(caller, 'target'), get(caller, 'other_line'))
