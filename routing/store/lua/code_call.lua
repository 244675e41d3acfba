-- code_call: a code is to be told by call, to whoever has a telephone. Asked again by the same id, nothing changes.
-- KEYS 6 the call. ARGV: call id, seconds that the code holds, field, value... (line, language, phone and code, both encrypted)
-- returns "asked".
local record, id = KEYS[6], ARGV[1]
if redis.call('EXISTS', record) == 0 then
  redis.call('HSET', record, unpack(ARGV, 3))
  redis.call('EXPIRE', record, ARGV[2])
  remind('code_call', id, NOW + 5 * SECOND)
end
return answer('asked')
