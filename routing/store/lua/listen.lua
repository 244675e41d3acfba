-- listen: a supervisor wants to listen to a contact, by the telephone of who they are on the roster.
-- KEYS 6 the contact, 7 the specialist that they are, 8 the listening. ARGV: contact id, specialist id, listening id, field,
-- value... of the listening: wanted (listen|whisper|barge), language to speak to them in, by (user id), name
-- returns the state of the listening (placing, or another for a repeat), "not_now" (there is no bridge of two that may be
-- listened to), "heard" (somebody listens already) or "busy" (their telephone is, or may be just about to be, in a call).
local BUSY = { ringing = true, engaged = true, wrap_up = true }
local record, person, listening = KEYS[6], KEYS[7], KEYS[8]
local contact, specialist, id = ARGV[1], ARGV[2], ARGV[3]
local state, offer = get(listening, 'state'), get(record, 'offer')
if state ~= '' then return answer(state) end
local theirs = get(key('offer', offer), 'specialist')
local may = get(record, 'stage') == 'bridged' and not is_text(record) and get(record, 'listen') ~= '' and theirs ~= ''
if not may or theirs == specialist then return answer('not_now') end
if get(record, 'listener') ~= '' then return answer('heard') end
if BUSY[get(person, 'activity')] or listens(person) or get(person, 'offer') ~= '' then return answer('busy') end

redis.call('HSET', listening, 'state', 'placing', 'contact', contact, 'offer', offer, 'specialist', specialist, 'line',
  get(record, 'line'), unpack(ARGV, 4))
redis.call('EXPIRE', listening, DAY)
redis.call('HSET', record, 'listener', id)
redis.call('HSET', person, 'listens', id)
seat(specialist)
remind('listening', id, NOW)
return answer('placing')
