-- move: a supervisor has somebody who waits stand in another queue, since when they have waited. Phones that ring stop.
-- KEYS 6 the contact. ARGV: contact id, step when it was looked at, its first queue from now on, field, value...
-- returns "moved" (also for a repeat, or when it stands there already), else the stage that refuses it.
local record = KEYS[6]
local contact, step, queue = ARGV[1], tonumber(ARGV[2]), ARGV[3]
local stage = get(record, 'stage')
if stage ~= 'waiting' and stage ~= 'callback' then return answer(stage) end
if words(get(record, 'queues'))[1] == queue then return answer('moved') end
if number(record, 'step') ~= step then return answer(stage) end

withdraw(contact, 'rescinded')
step_out(contact)
redis.call('HSET', record, unpack(ARGV, 4))
redis.call('HINCRBY', record, 'step', 1)
widened(contact)
stand(contact)
tell('moved', contact, '', queue)
pair_contact(contact)
return answer('moved')
