-- end_brief: a specialist has come out of the bridge in which they told of the contact that they hold.
-- KEYS 6 their offer. ARGV: offer id
-- returns how far the transfer is: "deciding" (they say what next), "briefing" (they have not talked yet), another, or "over".
local id = ARGV[1]
local contact = contact_of(id)
local caller = key('contact', contact)
if get(caller, 'stage') ~= 'held' or get(caller, 'offer') ~= id then return answer('over') end
if get(caller, 'transfer') == 'briefing' and talked(caller) then
  redis.call('HSET', caller, 'transfer', 'deciding')
  remind('held', contact, NOW + 60 * SECOND)
end
return answer(get(caller, 'transfer'))
