-- listener: news of a listening: of its leg, or of what a job has done.
-- KEYS 6 the listening. ARGV: listening id, news (ringing|answered|pressed|told|in|alone|announced|as), leg (encrypted, ''
-- where it is known) or, of "as", how they listen by now
-- returns the state.
local record, id, news, value = KEYS[6], ARGV[1], ARGV[2], ARGV[3]
local NEXT = { placing = { ringing = 'ringing', answered = 'asked' }, ringing = { answered = 'asked' },
  asked = { pressed = 'pressed' }, pressed = { told = 'told' }, told = { ['in'] = 'in' } }
local PATIENCE = { ringing = 40 * SECOND, asked = 60 * SECOND, pressed = 0, told = 10 * SECOND, ['in'] = 0 }
local state = get(record, 'state')
if state == '' or state == 'ended' then return answer(state) end

if news == 'as' then
  -- What was asked for meanwhile is done anew: two jobs may have been at it.
  local done = get(record, 'wanted') == value
  redis.call('HSET', record, 'how', done and value or '')
  redis.call('HDEL', record, 'announced')
  if alive(record) then remind('listening', id, done and NOW + LISTENED or NOW) end
  return answer(state)
end
if news == 'announced' then
  redis.call('HSETNX', record, 'announced', NOW)
  remind('listening', id, number(record, 'announced') + 4 * SECOND)
  return answer(state)
end

if value ~= '' and redis.call('HSETNX', record, 'leg', value) == 1 then
  heals('calls')
  placed(get(record, 'line'))
end
local after = (NEXT[state] or {})[news]
if after then
  redis.call('HSET', record, 'state', after)
  redis.call('EXPIRE', record, DAY)
  remind('listening', id, NOW + PATIENCE[after])
elseif state == 'over' then
  remind('listening', id, NOW)
end
return answer(after or state)
