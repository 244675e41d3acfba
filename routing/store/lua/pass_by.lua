-- pass_by: a call ended before its caller chose anything; it counts as a contact all the same.
-- KEYS 6 the contact, 7 the digest of its call. ARGV: contact id, outcome, line
-- returns "ended" or "repeat".
if not redis.call('SET', KEYS[7], ARGV[1], 'NX', 'EX', DAY) then return answer('repeat') end
redis.call('HSET', KEYS[6], 'stage', 'ended', 'outcome', ARGV[2], 'ended_at', NOW, 'line', ARGV[3],
  'channel', 'voice', 'entered_at', NOW)
redis.call('EXPIRE', KEYS[6], AFTERLIFE)
tell('ended', ARGV[1], '', ARGV[2])
return answer('ended')
