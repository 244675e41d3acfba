-- refer: another line is to take over a contact that a specialist holds, and is told of it first.
-- KEYS 6 the offer whose specialist holds it. ARGV: offer id, the other line, seconds for which it may ring
-- returns "asking" (also for a repeat), how far another transfer is, or "over" (it is not held any more).
local record, id, line, rings = KEYS[6], ARGV[1], ARGV[2], ARGV[3]
local contact = contact_of(id)
local caller = key('contact', contact)
local may, instead = may_ask(caller, id)
if not may then return answer(instead) end
transfers(caller, 'asking')
redis.call('HSET', caller, 'other_line', line)
put(contact, 'other_line', line, 'rings', rings)
tell('referring', contact, get(record, 'specialist'))
return answer('asking')
