-- claim: a job is about to place the call of an offer; one job only may, and only when the account may place one more.
-- KEYS 6 the offer. ARGV: offer id, calls a second (0: no limit), how many at once
-- returns "unwanted", "write" (it is made by text), "later" (it waits for its turn), or "ring" with: phone (encrypted), line,
-- seconds it may ring, and the other line that is rung instead of a specialist, or ''.
local record, id = KEYS[6], ARGV[1]
local rate, burst = ARGV[2], ARGV[3]
if get(record, 'state') == 'placing' and get(record, 'channel') == 'text' then return answer('write') end
if get(record, 'state') ~= 'placing' or get(record, 'claimed') ~= '' then return answer('unwanted') end
local contact, person = key('contact', contact_of(id)), key('specialist', get(record, 'specialist'))
if not turn('calls', rate, burst, 'ring', id, record, place_of(contact)) then
  remind('placing', id, NOW + GRACE + PLACING)  -- nobody is late who waits for a turn
  return answer('later')
end
redis.call('HSET', record, 'claimed', NOW)
forget('ring', id)
remind('placing', id, NOW + PLACING)
return answer('ring', get(person, 'phone'), get(contact, 'line'), rings_for(record), get(record, 'other_line'))
