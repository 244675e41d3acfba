-- written: a specialist has been asked by text whether they take a contact, and has a while to reply.
-- KEYS 6 the offer. ARGV: offer id
-- returns the offer's state.
local PATIENCE = 120 * SECOND
local record, id = KEYS[6], ARGV[1]
if get(record, 'state') == 'placing' then
  redis.call('HSET', record, 'state', 'ringing', 'answered', NOW)
  forget('placing', id)
  remind('ringing', id, NOW + PATIENCE)
end
return answer(get(record, 'state'))
