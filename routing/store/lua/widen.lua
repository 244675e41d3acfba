-- widen: a contact joins one more queue, at the place it has.
-- KEYS 6 the contact. ARGV: contact id, queue
-- returns the stage.
local record, contact, queue = KEYS[6], ARGV[1], ARGV[2]
if get(record, 'stage') == 'waiting' and without(get(record, 'queues'), queue) == get(record, 'queues') then
  redis.call('HSET', record, 'queues', get(record, 'queues') .. ' ' .. queue)
  stand(contact)
  tell('widened', contact, '', queue)
  pair_contact(contact)
end
return answer(get(record, 'stage'))
