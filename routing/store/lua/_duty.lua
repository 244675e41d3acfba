-- duty: how a specialist comes to be offered contacts, and stops.
local ON_DUTY = { available = true, ringing = true, engaged = true, wrap_up = true }

-- on_duty: how many, in that queue of the record's which has most.
local function on_duty(record)
  local most = 0
  each_queue(record, function(queue) most = math.max(most, redis.call('SCARD', queue_key(queue, 'on_duty'))) end)
  return most
end

-- announce: `side` (person|specialist) of a contact is to be told `what`, as of an offer.
local function announce(contact, side, what, id)
  local record = key('contact', contact)
  local told = redis.call('HINCRBY', record, 'told', 1) .. ':' .. side .. ':' .. what .. ':' .. (id or get(record, 'offer'))
  redis.call('HSET', record, 'news', get(record, 'news') .. ' ' .. told)
  remind('news', contact, NOW)
end

-- left_alone: who waits in a queue to write is told, once, that nobody is on duty for them any more.
local function left_alone(queue)
  for _, contact in ipairs(redis.call('ZRANGE', queue_key(queue, 'writing'), 0, -1)) do
    local record = key('contact', contact)
    if on_duty(record) == 0 and get(record, 'stage') == 'waiting' and redis.call('HSETNX', record, 'left_alone', NOW) == 1 then
      announce(contact, 'person', 'alone')
    end
  end
end

local function become(specialist, activity)
  local person = key('specialist', specialist)
  local was = get(person, 'activity')
  if was ~= activity then spent(specialist) end
  redis.call('HSET', person, 'activity', activity)
  if was ~= activity then
    redis.call('HSET', person, 'since', NOW)
    tell('activity', '', specialist, activity)
  end
  each_queue(person, function(queue)
    if activity ~= 'available' then
      for _, part in ipairs({ 'available', 'texting' }) do redis.call('ZREM', queue_key(queue, part), specialist) end
    end
    local act = ON_DUTY[activity] and 'SADD' or 'SREM'
    redis.call(act, queue_key(queue, 'on_duty'), specialist)
  end)
  if not ON_DUTY[activity] then each_queue(person, left_alone) end
end

-- score: who of a queue is rung first, the lowest: by idle since; by order, then idle since; or by their latest turn.
local ORDER = 2 ^ 42  -- above every time in ms until 2109, and 999 of it are still whole numbers
local function score(person, strategy)
  if strategy == 'round_robin' then return number(person, 'turn') end
  local idle_since = number(person, 'idle_since')
  return strategy == 'in_order' and number(person, 'order') * ORDER + idle_since or idle_since
end

-- listens: whether somebody's telephone is, or is about to be, in a call that they listen to.
local function listens(person)
  local id = get(person, 'listens')
  return id ~= '' and redis.call('EXISTS', key('listening', id)) == 1
end

-- seat: a specialist stands where contacts are found for them: for calls with nothing under way, for texts while there is room
-- for one more. Told whether either may be offered.
local LEAVES = { offline = true, on_break = true }
local function seat(specialist)
  local person = key('specialist', specialist)
  local activity, texts = get(person, 'activity'), #words(get(person, 'texts'))
  local unhurried = get(person, 'offer') == '' and get(person, 'ready_at') == '' and not listens(person)
  local for_calls = unhurried and activity == 'available'
  local writes = unhurried and texts > 0 and activity == 'engaged' and not LEAVES[get(person, 'wanted')]
  local for_texts = (for_calls or writes) and texts < room(person)
  local strategies = words(get(person, 'strategies'))
  each_queue(person, function(queue, at)
    for part, may in pairs({ available = for_calls, texting = for_texts }) do
      if may then
        redis.call('ZADD', queue_key(queue, part), score(person, strategies[at]), specialist)
      else
        redis.call('ZREM', queue_key(queue, part), specialist)
      end
    end
  end)
  return for_calls or for_texts
end

-- ready: available now, or for one more text; whoever waits longest is offered at once.
local function ready(specialist)
  local person = key('specialist', specialist)
  forget('ready', specialist)
  redis.call('HDEL', person, 'ready_at')
  become(specialist, get(person, 'texts') == '' and 'available' or 'engaged')
  if seat(specialist) then pair_specialist(specialist) end
end

-- forgotten: nothing is under way for whoever was taken off the roster. Who wrote with somebody is still to be told that it
-- is over, by their number.
local function forgotten(specialist)
  local person = key('specialist', specialist)
  forget_all({ 'shift', 'noting', 'ready', 'break', 'break_told', 'recheck', 'texts_again' }, specialist)
  each_queue(person, function(queue) redis.call('ZREM', queue_key(queue, 'next_start'), specialist) end)
  redis.call('SREM', PREFIX .. 'specialists', specialist)
  redis.call('HDEL', PREFIX .. 'rostered', get(person, 'person'))
  redis.call('EXPIRE', person, get(person, 'wrote') ~= '' and AFTERLIFE or 0)
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
  if get(person, 'removed') ~= '' then forgotten(specialist) end
end

-- free: the leg is over. An activity asked for meanwhile is taken now; else ready after `pause` ms.
local function free(specialist, activity, pause)
  local person = key('specialist', specialist)
  local wanted = get(person, 'wanted')
  if get(person, 'texts') ~= '' then
    -- One of several is over, or one more has come to nothing: who is written with stays, and what was asked for waits.
    redis.call('HDEL', person, 'offer', 'contact')
    become(specialist, 'engaged')
    if pause <= 0 then return ready(specialist) end
    redis.call('HSET', person, 'ready_at', NOW + pause)
    return remind('ready', specialist, NOW + pause)
  end
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

-- others_on_duty: whether anybody but one specialist is on duty for a contact.
local function others_on_duty(record, specialist)
  local others = 0
  each_queue(record, function(queue)
    local all = queue_key(queue, 'on_duty')
    others = others + redis.call('SCARD', all) - redis.call('SISMEMBER', all, specialist)
  end)
  return others > 0
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
