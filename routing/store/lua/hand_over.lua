-- hand_over: a specialist who has told of the contact that they hold leaves it to whoever they told.
-- KEYS 6 the offer whose specialist holds it. ARGV: offer id
-- returns "handed_over" and the offer of whoever has it now, or "over".
local id = ARGV[1]
local contact = contact_of(id)
local caller = key('contact', contact)
local target = get(caller, 'target')
local theirs = get(caller, 'stage') == 'held' and get(caller, 'offer') == id
if not theirs or get(caller, 'transfer') ~= 'deciding' then return answer('over', '') end
hand_over(contact)
return answer('handed_over', target)
