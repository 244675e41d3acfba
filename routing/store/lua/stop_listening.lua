-- stop_listening: nobody is to listen any more, or nobody does.
-- KEYS 6 the listening. ARGV: listening id, how (stopped: its leg is to be ended; gone: it has ended; ended: that is on record)
-- returns the state.
local record, id, how = KEYS[6], ARGV[1], ARGV[2]
local state, specialist = get(record, 'state'), get(record, 'specialist')
local person = key('specialist', specialist)
if state == '' or state == 'ended' then
  forget('listening', id)
elseif how == 'stopped' then
  let_off(id, how)
elseif how == 'gone' and state ~= 'gone' then
  if alive(record) then redis.call('HSET', record, 'why', state == 'in' and 'hung_up' or 'not_taken') end
  redis.call('HSET', record, 'state', 'gone')
  unhook(record, id)
  out_of_turn('calls', 'listening', id)
  remind('listening', id, NOW)
  if get(person, 'listens') == id then
    redis.call('HDEL', person, 'listens')
    if seat(specialist) then pair_specialist(specialist) end
  end
elseif how == 'ended' then
  redis.call('HSET', record, 'state', 'ended')
  redis.call('EXPIRE', record, AFTERLIFE)
  forget('listening', id)
end
return answer(get(record, 'state'))
