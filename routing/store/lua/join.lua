-- join: one of the two is in the bridge.
-- KEYS 6 the offer whose bridge it is. ARGV: offer id, caller|specialist
-- returns "stale", "joined" (the other is not there yet) or "bridged".
local WARNING = (3 * 60 + 50) * 60 * SECOND  -- since the contact began: Twilio ends every call after four hours
local record, id, who = KEYS[6], ARGV[1], ARGV[2]
local contact = contact_of(id)
local caller = key('contact', contact)
local stage = get(caller, 'stage')
if get(caller, 'offer') ~= id or (stage ~= 'accepted' and stage ~= 'bridged') then return answer('stale') end
local joined = without(get(caller, 'joined'), who) .. ' ' .. who
redis.call('HSET', caller, 'joined', joined)
if #words(joined) < 2 then return answer('joined') end

if stage == 'accepted' then
  local referred = get(record, 'other_line') ~= ''
  redis.call('HSET', caller, 'stage', 'bridged')
  redis.call('HSET', caller, referred and 'referred' or 'talked_with', referred and 1 or get(record, 'specialist'))
  redis.call('HSETNX', caller, 'bridged_at', NOW)
  redis.call('HSET', record, 'joined_at', NOW)
  forget('bridge', contact)
  forget('moving', contact)
  remind('heartbeat', contact, NOW + 300 * SECOND)
  remind('warning', contact, math.max(NOW, number(caller, 'began') + WARNING))
  settled(contact, 'kept')
  tell('bridged', contact, get(record, 'specialist'))
end
return answer('bridged')
