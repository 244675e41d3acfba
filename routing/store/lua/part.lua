-- part: the bridge has ended and the caller is still on the line, whatever is heard of the specialist.
-- KEYS 6 the contact. ARGV: contact id
-- returns the stage.
local record, contact = KEYS[6], ARGV[1]
local accepted = get(record, 'offer')
if get(record, 'stage') == 'bridged' then
  cut_off(contact)
  look_after(accepted)
end
forget('moving', contact)
return answer(get(record, 'stage'))
