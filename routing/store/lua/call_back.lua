-- call_back: it is promised that someone is called back. The contact goes on without its telephone, at the same place.
-- KEYS 6 the contact, 7 the digest of its person. ARGV: contact id, promise, since, until (ms; 0 is without an end)
-- returns "callback" (also for a repeat), or the stage of whoever has reached somebody, or left, meanwhile.
local record, person = KEYS[6], KEYS[7]
local contact, promise, since, till = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
local stage = get(record, 'stage')
local writes = is_text(record) and stage == 'bridged'
if get(record, 'promise') == promise or (stage ~= 'choosing' and stage ~= 'waiting' and not writes) then return answer(stage) end

if writes then
  announce(contact, 'specialist', 'called')
  part_with(get(record, 'offer'))
end
withdraw(contact, 'rescinded')
step_out(contact)
redis.call('HSET', record, 'promise', promise, 'untold', without(get(record, 'untold'), promise))
redis.call('HINCRBY', record, 'step', 1)
redis.call('SET', person, contact, 'EX', DAY)
no_text(contact)
without_telephone(contact)
tell('asked_back', contact)
await(contact, since, till)
return answer('callback')
