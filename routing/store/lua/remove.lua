-- remove: a specialist is on the roster no more. What is under way goes on, nothing else is offered, and then they are
-- forgotten here.
-- KEYS 6 the specialist. ARGV: specialist id
-- returns the activity that something under way still keeps them in, or "gone".
local record, specialist = KEYS[6], ARGV[1]
local activity = get(record, 'activity')
if activity == '' then
  redis.call('SREM', PREFIX .. 'specialists', specialist)
  return answer('gone')
end
redis.call('HSETNX', record, 'removed', NOW)
if activity == 'ringing' or activity == 'engaged' or get(record, 'offer') ~= '' then
  redis.call('HSET', record, 'wanted', 'offline')
  seat(specialist)
  return answer(activity)
end
stop(specialist, 'offline')
return answer('gone')
