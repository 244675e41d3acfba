-- seek: somebody else is to take over a held contact: one colleague, or whoever of some queues is free.
-- KEYS 6 the offer whose specialist holds it. ARGV: offer id, specialist ('' = of the queues), queue...
-- returns "asking" (also for a repeat), "nobody" (none is free), how far another transfer is, or "over" (it is not held any
-- more).
local record, id, colleague = KEYS[6], ARGV[1], ARGV[2]
local contact = contact_of(id)
local caller = key('contact', contact)
local may, instead = may_ask(caller, id)
if not may then return answer(instead) end

local queues = { unpack(ARGV, 3) }
local person = key('specialist', colleague)
local free = get(person, 'activity') == 'available' and get(person, 'ready_at') == '' and not listens(person)
local specialist = colleague == '' and chosen(queues) or free and colleague
if not specialist then return answer('nobody') end
transfers(caller, 'asking')
redis.call('HSET', caller, 'seeks', table.concat(queues, ' '), 'other_line', '')
tell('asking', contact, get(record, 'specialist'))
offer(contact, specialist)
return answer('asking')
