-- join: one of the two is in the bridge.
-- KEYS 6 the offer whose bridge it is. ARGV: offer id, caller|specialist
-- returns "stale", "joined" (the other is not there yet) or "bridged".
local WARNING = (3 * 60 + 50) * 60 * SECOND  -- since the contact began: Twilio ends every call after four hours
local record, id, who = KEYS[6], ARGV[1], ARGV[2]
if who ~= 'caller' and who ~= 'specialist' then return answer('stale') end  -- whoever listens is neither
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
  remind('heartbeat', contact, NOW + 60 * SECOND)
  remind('warning', contact, math.max(NOW, number(caller, 'began') + WARNING))
  -- A callback that is kept is counted as that (settled), and nobody's wait for it as a wait in line.
  if get(caller, 'promise') ~= '' then redis.call('HSETNX', caller, 'answered_at', NOW) end
  if not referred then answered(contact, get(record, 'specialist')) end
  settled(contact, 'kept')
  tell('bridged', contact, get(record, 'specialist'))
end
return answer('bridged')
