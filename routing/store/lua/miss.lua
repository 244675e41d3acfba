-- miss: the call to a person came to nothing. The specialist is told and freed, without wrap-up.
-- KEYS 6 the contact. ARGV: contact id, offer id
-- returns the stage.
local record, contact, id = KEYS[6], ARGV[1], ARGV[2]
if get(record, 'offer') == id and get(record, 'stage') == 'accepted' and get(record, 'mode') == 'callback' then
  settle(id, 'rescinded', 'why', 'unreached')
  remind('ending', id, NOW + 5 * SECOND)
  UNWANTED[1] = id
  tell('unreached', contact, get(key('offer', id), 'specialist'))
  rest(contact)
end
return answer(get(record, 'stage'))
