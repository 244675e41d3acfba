-- dialled: the telephone of a person who is called back rings, or is answered; it has so long until 1 is pressed.
-- KEYS 6 the offer. ARGV: offer id, leg (encrypted)
-- returns "wanted" or "unwanted" (the call is to be ended).
local PATIENCE = 40 * SECOND
local record, id = KEYS[6], ARGV[1]
local contact = contact_of(id)
local caller = key('contact', contact)
if redis.call('EXISTS', record) == 0 then return answer('unwanted') end
local first = redis.call('HSETNX', record, 'back', ARGV[2]) == 1
if first then
  placed(get(caller, 'line'))
  tell('dialled', contact, get(record, 'specialist'))
end
if get(caller, 'offer') == id and get(caller, 'stage') == 'accepted' then
  if first and get(caller, 'mode') == 'callback' then remind('calling', contact, NOW + PATIENCE) end
  return answer('wanted')
end
if get(record, 'reached') == '' then UNWANTED[1] = id end
return answer('unwanted')
