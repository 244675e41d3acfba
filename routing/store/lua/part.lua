-- part: the bridge has ended and the caller is still on the line; the specialist may be, or may have hung up.
-- KEYS 6 the contact. ARGV: contact id
-- returns the stage.
local record, contact = KEYS[6], ARGV[1]
hold(contact, 'caller')
forget('moving', contact)
return answer(get(record, 'stage'))
