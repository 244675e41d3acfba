-- session: a browser's next step; the session before it ends.
-- KEYS 6 the session before (or the same), 7 the new one. ARGV: ms it holds in all, ms it holds unused, field and value...
local before, session = KEYS[6], KEYS[7]
local all, idle = tonumber(ARGV[1]), tonumber(ARGV[2])
redis.call('DEL', before, session)
redis.call('HSET', session, 'until', NOW + all, 'idle', idle, 'seen', NOW, unpack(ARGV, 3))
redis.call('PEXPIRE', session, math.min(all, idle))
return answer('open')
