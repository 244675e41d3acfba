-- resume: a specialist goes back to the caller whom they hold.
-- KEYS 6 the offer. ARGV: offer id
-- returns "bridge" (also for a repeat) or "over" (it is not theirs any more).
local record, id = KEYS[6], ARGV[1]
local contact = contact_of(id)
local caller = key('contact', contact)
local stage = get(caller, 'stage')
if get(caller, 'offer') ~= id or (stage ~= 'held' and stage ~= 'accepted') then return answer('over') end
if stage == 'held' then
  unhold(contact, 'rescinded')
  bridging(contact, id)
  tell('resumed', contact, get(record, 'specialist'))
end
return answer('bridge')
