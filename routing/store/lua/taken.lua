-- taken: somebody deals with a callback themselves: nobody is rung for it, and a job reckons until when. A call to the person
-- that is under way goes on, and who is on the line stays there.
-- KEYS 6 the contact. ARGV: contact id, promise
-- returns the stage.
local record, contact, promise = KEYS[6], ARGV[1], ARGV[2]
if get(record, 'stage') == 'callback' and get(record, 'promise') == promise then rest(contact) end
return answer(get(record, 'stage'))
