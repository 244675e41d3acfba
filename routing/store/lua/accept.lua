-- accept: the first specialist to accept gets the contact.
-- KEYS 6 the offer. ARGV: offer id
-- returns "bridge" (also for a repeat), "taken" (another has the contact) or "gone" (the caller has left).
local BRIDGE = 4 * SECOND
local SILENT = 75 * SECOND
local record, id = KEYS[6], ARGV[1]
local contact = contact_of(id)
local caller = key('contact', contact)
local state, stage = get(record, 'state'), get(caller, 'stage')

if state == 'accepted' and get(caller, 'offer') == id and stage ~= 'ended' then return answer('bridge') end
if stage == '' or stage == 'ended' then return answer('gone') end
if not live(state) or stage ~= 'waiting' then return answer('taken') end
if NOW - number(caller, 'heartbeat') > SILENT then
  -- The caller's phone has long asked for nothing: perhaps a fallback number has taken the call. Twilio is asked first.
  remind('heartbeat', contact, NOW)
  return answer('gone')
end

local specialist = get(record, 'specialist')
withdraw(contact, 'rescinded', id)
step_out(contact)
redis.call('HSET', caller, 'stage', 'accepted', 'offer', id, 'joined', '', 'tries', 0)
settle(id, 'accepted', 'answered', NOW)
redis.call('HSET', key('specialist', specialist), 'contact', contact, 'misses', 0, 'turn', NOW)
become(specialist, 'engaged')
forget('moving', contact)
remind('bridge', contact, NOW + BRIDGE)
tell('accepted', contact, specialist)
return answer('bridge')
