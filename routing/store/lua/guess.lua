-- guess: somebody may be proving themselves by a PIN; a job looks. So many in an hour for one number, whoever has it.
-- KEYS 6 the guess, 7 the count of the number's guesses. ARGV: guess id, digest of the number, sealed, how many at most
-- returns "asked" (also for a repeat), "right" or "wrong" once it is known, or "too_many".
local LIFE, HOUR = 600, 3600
local record = KEYS[6]
if redis.call('EXISTS', record) == 0 then
  local count = redis.call('INCR', KEYS[7])
  if count == 1 then redis.call('EXPIRE', KEYS[7], HOUR) end
  if count > tonumber(ARGV[4]) then return answer('too_many') end
  redis.call('HSET', record, 'state', 'asked', 'person', ARGV[2], 'sealed', ARGV[3])
  redis.call('EXPIRE', record, LIFE)
  remind('proof', ARGV[1], NOW + 5 * SECOND)
end
return answer(get(record, 'state'))
