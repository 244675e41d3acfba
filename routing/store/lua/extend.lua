-- extend: a specialist needs longer after a call: five minutes more, ten at most since it ended.
-- KEYS 6 the specialist. ARGV: specialist id, once (asked again with the same, it changes nothing)
-- returns the activity: anything but "wrap_up" has nothing to extend; then how many seconds are left.
local MORE, MOST = 300 * SECOND, 600 * SECOND
local record, specialist, once = KEYS[6], ARGV[1], ARGV[2]
local activity = get(record, 'activity')
if activity ~= 'wrap_up' then return answer(activity, 0) end
local latest = number(record, 'since') + MOST
if get(record, 'extended') == once then
  -- Twilio asks again when an answer is lost.
elseif get(record, 'offer') ~= '' then
  redis.call('HSET', record, 'wrap_until', math.min(latest, wraps_until(specialist) + MORE))
else
  redis.call('HSET', record, 'ready_at', math.min(latest, number(record, 'ready_at') + MORE))
  remind('ready', specialist, number(record, 'ready_at'))
end
redis.call('HSET', record, 'extended', once)
return answer(activity, math.floor((math.max(wraps_until(specialist), number(record, 'ready_at')) - NOW) / SECOND))
