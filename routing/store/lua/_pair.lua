-- pair: the one place where a contact and a specialist meet. Whoever frees a specialist or adds a contact calls it.
-- A contact stands in `waiting` while it may be offered, and in `offered` while as many phones ring for it as its width.
local PLACING = 15 * SECOND
local MADE = {}  -- offers made by this run of the script, to be rung by a job each

local function each_queue(record, act)
  for _, queue in ipairs(words(get(record, 'queues'))) do act(queue) end
end

local function stand(contact, part)
  local record = key('contact', contact)
  local place = number(record, 'entered_at') - 60 * SECOND * number(record, 'priority')
  each_queue(record, function(queue)
    redis.call('ZREM', queue_key(queue, part == 'waiting' and 'offered' or 'waiting'), contact)
    redis.call('ZADD', queue_key(queue, part), place, contact)
  end)
end

local function step_out(contact)
  each_queue(key('contact', contact), function(queue)
    redis.call('ZREM', queue_key(queue, 'waiting'), contact)
    redis.call('ZREM', queue_key(queue, 'offered'), contact)
  end)
end

-- first: the lowest member of `part` over the record's queues: longest idle, or longest waiting.
local function first(record, part)
  local best, least
  each_queue(record, function(queue)
    local head = redis.call('ZRANGE', queue_key(queue, part), 0, 0, 'WITHSCORES')
    if head[1] and (not least or tonumber(head[2]) < least) then best, least = head[1], tonumber(head[2]) end
  end)
  return best
end

local function offer(contact, specialist)
  local record, person = key('contact', contact), key('specialist', specialist)
  local id = contact .. '-' .. redis.call('HINCRBY', record, 'offered', 1)
  redis.call('HSET', key('offer', id), 'contact', contact, 'specialist', specialist, 'state', 'placing', 'at', NOW)
  redis.call('EXPIRE', key('offer', id), DAY)
  redis.call('HSET', person, 'activity', 'ringing', 'since', NOW, 'offer', id)
  each_queue(person, function(queue) redis.call('ZREM', queue_key(queue, 'available'), specialist) end)
  local live = get(record, 'offers') .. ' ' .. id
  redis.call('HSET', record, 'offers', live)
  if #words(live) >= number(record, 'width') then stand(contact, 'offered') end
  remind('placing', id, NOW + PLACING)
  tell('offered', contact, specialist)
  MADE[#MADE + 1] = id
end

local function pair_contact(contact)
  local record = key('contact', contact)
  while get(record, 'stage') == 'waiting' and #words(get(record, 'offers')) < number(record, 'width') do
    local specialist = first(record, 'available')
    if not specialist then return end
    offer(contact, specialist)
  end
end

local function pair_specialist(specialist)
  local contact = first(key('specialist', specialist), 'waiting')
  if contact then offer(contact, specialist) end
end
