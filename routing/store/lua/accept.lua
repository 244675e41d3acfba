-- accept: the first specialist to accept gets the contact.
-- KEYS 6 the offer. ARGV: offer id
-- returns "bridge", "talk" for a text, or "call" where the person is still to be called (all also for a repeat), "brief" (the contact is held by
-- a colleague, who tells of it first), "taken" (another has the contact) or "gone" (the caller has left).
local SILENT = 75 * SECOND
local record, id = KEYS[6], ARGV[1]
local contact = contact_of(id)
local caller = key('contact', contact)
local state, stage = get(record, 'state'), get(caller, 'stage')
local word = is_text(caller) and 'talk' or get(caller, 'mode') == 'callback' and 'call' or 'bridge'

if state == 'accepted' and get(caller, 'offer') == id and stage ~= 'ended' then return answer(word) end
if state == 'accepted' and get(caller, 'target') == id then return answer('brief') end
if stage == '' or stage == 'ended' then return answer('gone') end
local held = stage == 'held' and get(caller, 'transfer') == 'asking'
if not live(state) or not (in_line(caller) or held) then return answer('taken') end
if word == 'bridge' and NOW - number(caller, 'heartbeat') > SILENT then
  -- The caller's phone has long asked for nothing: perhaps a fallback number has taken the call. Twilio is asked first.
  remind('heartbeat', contact, NOW)
  return answer('gone')
end

local specialist = get(record, 'specialist')
withdraw(contact, 'rescinded', id)
step_out(contact)
settle(id, 'accepted', 'answered', NOW)
if specialist ~= '' then
  redis.call('HSET', key('specialist', specialist), 'contact', contact, 'misses', 0, 'turn', NOW)
  become(specialist, 'engaged')
end
tell('accepted', contact, specialist)
if word == 'talk' then
  begin_talk(contact, id)
  return answer(word)
end
if held then
  redis.call('HSET', caller, 'transfer', 'briefing', 'target', id)
  remind('aside', get(caller, 'offer'), NOW)
  remind('held', contact, NOW + 20 * SECOND)
  return answer('brief')
end
bridging(contact, id)
forget('attempt', contact)
if word == 'call' then
  forget('bridge', contact)
  remind('calling', contact, NOW + 4 * SECOND)
end
return answer(word)
