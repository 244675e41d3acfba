-- activity: a specialist's activity is asked for, by themselves or by a supervisor.
-- KEYS 6 the specialist. ARGV: specialist id, available|offline|on_break, when it was asked for, if that is on record (ms,
-- else 0), how long a break lasts (ms, 0 for until it is ended)
-- returns the activity that holds now; while a phone rings or is in a call, the one asked for waits for its end.
local record, specialist, asked = KEYS[6], ARGV[1], ARGV[2]
local activity = get(record, 'activity')
if activity == '' then return answer('unknown') end
-- Nobody rings whoever has left the roster, nor a number that is not known to be theirs.
if get(record, 'removed') ~= '' or asked == 'available' and get(record, 'unverified') ~= '' then return answer(activity) end

local recorded = tonumber(ARGV[3])
redis.call('HSET', record, 'asked', asked, 'asked_at', recorded > 0 and recorded or NOW, 'break_for', ARGV[4])
if recorded == 0 then remind('noting', specialist, NOW) end

if activity == 'ringing' or activity == 'engaged' or get(record, 'offer') ~= '' then
  if activity == 'wrap_up' and asked == 'available' then redis.call('HSET', record, 'wrap_until', NOW) end
  -- On duty is what an offer leaves behind anyway; only after a call of a lost life must it be asked for.
  local theirs = get(record, 'offer') ~= '' or get(record, 'texts') ~= ''
  redis.call('HSET', record, 'wanted', asked == 'available' and theirs and '' or asked)
  if seat(specialist) then pair_specialist(specialist) end
elseif asked ~= 'available' then
  redis.call('HSET', record, 'misses', 0)
  stop(specialist, asked)
elseif activity ~= 'available' then
  forget('break', specialist)
  redis.call('HDEL', record, 'break_until')
  redis.call('HSET', record, 'misses', 0, 'idle_since', NOW)
  if not ON_DUTY[activity] then redis.call('HSET', record, 'turn', NOW) end  -- whoever comes on duty has the last turn
  ready(specialist)
end
return answer(get(record, 'activity'))
