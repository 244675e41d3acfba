-- widen: a contact joins one more queue, at the place it has.
-- KEYS 6 the contact. ARGV: contact id, queue
-- returns the stage.
local record, contact, queue = KEYS[6], ARGV[1], ARGV[2]
if get(record, 'stage') == 'waiting' and also_in(contact, queue) then
  stand(contact)
  pair_contact(contact)
end
return answer(get(record, 'stage'))
