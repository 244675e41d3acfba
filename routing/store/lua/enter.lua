-- enter: a contact joins its queues and, when someone fit is available, is offered at once.
-- KEYS 6 the contact, 7 the digest of its call. ARGV: contact id, entered_at ('' = now), field, value, field, value...
-- returns "waiting", "shut_out" (the contact has ended) or, for a call that is known already, its stage; then contact id, epoch, on duty, entered_at.
local record, call = KEYS[6], KEYS[7]
local contact, entered_at = ARGV[1], ARGV[2]
local known = redis.call('GET', call)
if known and redis.call('EXISTS', key('contact', known)) == 1 then
  contact, record = known, key('contact', known)
end

local function result(word)
  return answer(word, contact, redis.call('GET', EPOCH) or '', on_duty(record), get(record, 'entered_at'))
end

if redis.call('EXISTS', record) == 1 then
  return result(get(record, 'outcome') == 'referred' and 'shut_out' or get(record, 'stage'))
end

redis.call('HSET', record, 'entered_at', entered_at ~= '' and entered_at or NOW, 'began', NOW, 'step', 0, 'offers', '')
redis.call('HSET', record, unpack(ARGV, 3))
redis.call('SET', call, contact, 'EX', DAY)
redis.call('ZADD', CONTACTS, get(record, 'entered_at'), contact)
redis.call('EXPIRE', record, DAY)
local person = get(record, 'person')
if person ~= '' and tonumber(redis.call('GET', key('digest', 'shut_out:' .. person)) or 0) > NOW then
  over(contact, 'referred')
  return result('shut_out')
end
back_in_line(contact)
return result('waiting')
