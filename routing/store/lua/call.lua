-- call: a job is about to call a person back, for a specialist who waits; one job only may.
-- KEYS 6 the offer. ARGV: offer id, calls a second (0: no limit), how many at once
-- returns "unwanted", "later" (it waits for its turn), or "call" with: promise, language.
local ANSWERS = 15 * SECOND
local record, id = KEYS[6], ARGV[1]
local contact = contact_of(id)
local caller = key('contact', contact)
local wanted = get(caller, 'offer') == id and get(caller, 'stage') == 'accepted' and get(caller, 'mode') == 'callback'
if not wanted or get(record, 'called') ~= '' then
  forget('call', id)
  return answer('unwanted')
end
if not turn('calls', ARGV[2], ARGV[3], 'call', id, record, place_of(caller)) then
  remind('calling', contact, NOW + GRACE + ANSWERS)
  return answer('later')
end
redis.call('HSET', record, 'called', NOW)
forget('call', id)
remind('calling', contact, NOW + ANSWERS)
return answer('call', get(caller, 'promise'), get(caller, 'language'))
