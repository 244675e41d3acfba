-- activity: a specialist's activity is asked for, by themselves or by a supervisor.
-- KEYS 6 the specialist. ARGV: specialist id, available|offline|on_break
-- returns the activity that holds now; while a phone rings or is in a call, the one asked for waits for its end.
local record, specialist, asked = KEYS[6], ARGV[1], ARGV[2]
local activity = get(record, 'activity')
if activity == '' then return answer('unknown') end

if activity == 'ringing' or activity == 'engaged' or get(record, 'offer') ~= '' then
  if activity == 'wrap_up' and asked == 'available' then redis.call('HSET', record, 'wrap_until', NOW) end
  -- On duty is what an offer leaves behind anyway; only after a call of a lost life must it be asked for.
  redis.call('HSET', record, 'wanted', asked == 'available' and get(record, 'offer') ~= '' and '' or asked)
elseif asked ~= 'available' then
  forget('ready', specialist)
  redis.call('HDEL', record, 'ready_at')
  redis.call('HSET', record, 'misses', 0)
  become(specialist, asked)
elseif activity ~= 'available' then
  redis.call('HSET', record, 'misses', 0, 'idle_since', NOW)
  if not ON_DUTY[activity] then redis.call('HSET', record, 'turn', NOW) end  -- whoever comes on duty has the last turn
  ready(specialist)
end
return answer(get(record, 'activity'))
