-- unreached: no other line took the caller, who is held as before, and whose specialist has them again.
-- KEYS 6 the contact. ARGV: contact id, choice
-- returns the stage.
local record, contact, choice = KEYS[6], ARGV[1], ARGV[2]
if get(record, 'transfer') == choice then
  redis.call('HSET', record, 'transfer', 'failed', 'choice', 'aside')
  remind('aside', get(record, 'offer'), NOW)
end
return answer(get(record, 'stage'))
