-- settled: a job has written down what became of a promise.
-- KEYS 6 the contact. ARGV: contact id, what is written down, as in `settles`
local record, contact = KEYS[6], ARGV[1]
if redis.call('EXISTS', record) == 0 then return answer('gone') end
redis.call('HSET', record, 'settles', without(get(record, 'settles'), ARGV[2]))
if get(record, 'settles') == '' then
  forget('settle', contact)
  if get(record, 'stage') == 'ended' then fade(contact) end
end
return answer('settled')
