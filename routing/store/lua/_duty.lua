-- duty: how a specialist comes to be offered contacts, and stops.
local ON_DUTY = { available = true, ringing = true, engaged = true, wrap_up = true }

local function become(specialist, activity)
  local person = key('specialist', specialist)
  local was = get(person, 'activity')
  redis.call('HSET', person, 'activity', activity)
  if was ~= activity then
    redis.call('HSET', person, 'since', NOW)
    tell('activity', '', specialist, activity)
  end
  each_queue(person, function(queue)
    if activity ~= 'available' then redis.call('ZREM', queue_key(queue, 'available'), specialist) end
    local act = ON_DUTY[activity] and 'SADD' or 'SREM'
    redis.call(act, queue_key(queue, 'on_duty'), specialist)
  end)
end

-- score: who of a queue is rung first, the lowest: by idle since; by order, then idle since; or by their latest turn.
local ORDER = 2 ^ 42  -- above every time in ms until 2109, and 999 of it are still whole numbers
local function score(person, strategy)
  if strategy == 'round_robin' then return number(person, 'turn') end
  local idle_since = number(person, 'idle_since')
  return strategy == 'in_order' and number(person, 'order') * ORDER + idle_since or idle_since
end

-- ready: available now; whoever waits longest is offered at once.
local function ready(specialist)
  local person = key('specialist', specialist)
  forget('ready', specialist)
  redis.call('HDEL', person, 'ready_at')
  become(specialist, 'available')
  local strategies = words(get(person, 'strategies'))
  each_queue(person, function(queue, at)
    redis.call('ZADD', queue_key(queue, 'available'), score(person, strategies[at]), specialist)
  end)
  pair_specialist(specialist)
end

-- stop: not available from now on. A break that has a length begins.
local function stop(specialist, activity)
  local person = key('specialist', specialist)
  forget('ready', specialist)
  forget('break', specialist)
  redis.call('HDEL', person, 'ready_at', 'break_until')
  become(specialist, activity)
  local length = number(person, 'break_for')
  if activity == 'on_break' and length > 0 then
    redis.call('HSET', person, 'break_until', NOW + length)
    remind('break', specialist, NOW + length)
    remind('noting', specialist, NOW)
  end
end

-- free: the leg is over. An activity asked for meanwhile is taken now; else ready after `pause` ms.
local function free(specialist, activity, pause)
  local person = key('specialist', specialist)
  local wanted = get(person, 'wanted')
  redis.call('HDEL', person, 'offer', 'contact', 'wanted', 'wrap_until')
  forget('recheck', specialist)
  if wanted == 'offline' or wanted == 'on_break' then
    stop(specialist, wanted)
  elseif pause > 0 then
    become(specialist, activity)
    redis.call('HSET', person, 'ready_at', NOW + pause)
    remind('ready', specialist, NOW + pause)
  else
    ready(specialist)
  end
end

-- wraps_until: when the wrap-up of a specialist who is still on the line ends: as the contact says, or as they asked.
local function wraps_until(specialist)
  local person = key('specialist', specialist)
  local caller = key('contact', contact_of(get(person, 'offer')) or '')
  local asked = number(person, 'wrap_until')
  return asked > 0 and asked or number(person, 'since') + number(caller, 'wrap_up') * SECOND
end

-- on_duty: how many, in that queue of the record's which has most.
local function on_duty(record)
  local most = 0
  each_queue(record, function(queue) most = math.max(most, redis.call('SCARD', queue_key(queue, 'on_duty'))) end)
  return most
end

-- ask_out: somebody waits in a queue and nobody is on duty for it: a job asks who agreed to be asked, at most hourly.
local function ask_out(queue)
  local asked = key('called_out', queue)
  if NOW - number(asked, 'at') < HOURLY then return end
  redis.call('HSET', asked, 'at', NOW)
  redis.call('EXPIRE', asked, DAY)
  remind('call_out', queue, NOW)
end

-- alone: some queue would have nobody without this specialist who may be rung soon: whoever talks may talk for half an hour.
-- Looks at everybody on duty, and is asked only of who has missed three calls.
local SOON = { available = true, ringing = true, wrap_up = true }
local function alone(specialist)
  local last = false
  each_queue(key('specialist', specialist), function(queue)
    local others = 0
    for _, other in ipairs(redis.call('SMEMBERS', queue_key(queue, 'on_duty'))) do
      local person = key('specialist', other)
      if other ~= specialist and SOON[get(person, 'activity')] and get(person, 'wanted') == '' then others = others + 1 end
    end
    if others == 0 then last = true end
  end)
  return last
end
