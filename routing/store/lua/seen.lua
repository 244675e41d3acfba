-- seen: somebody uses a session, which holds on from now.
-- KEYS 6 the session.
-- returns "open" (details: stage, user, version) or "over".
local session = KEYS[6]
if redis.call('EXISTS', session) == 0 then return answer('over') end
local left = math.min(number(session, 'until') - NOW, number(session, 'seen') + number(session, 'idle') - NOW)
if left <= 0 then
  redis.call('DEL', session)
  return answer('over')
end
redis.call('HSET', session, 'seen', NOW)
redis.call('PEXPIRE', session, math.min(number(session, 'until') - NOW, number(session, 'idle')))
return answer('open', get(session, 'stage'), get(session, 'user'), get(session, 'version'))
