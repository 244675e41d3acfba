-- pair: the one place where a contact and a specialist meet. Whoever frees a specialist or adds a contact calls it.
-- A contact stands in `waiting` (a call) or `writing` (a text) while it may be offered, and in `offered` while as many phones
-- ring for it as its width. A specialist stands in `available` while a call may be offered, in `texting` while a text may.
local TAKEN_UP = 5 * SECOND  -- after which the job that is to ring is taken for lost
local PLACING = 15 * SECOND
local MADE = {}  -- offers made by this run of the script, to be rung by a job each

local function each_queue(record, act)
  for at, queue in ipairs(words(get(record, 'queues'))) do act(queue, at) end
end

-- head: the lowest member of a part, and its score. A contact whose record is gone, as after a day without power, is no head.
local function head(queue, part)
  while true do
    local found = redis.call('ZRANGE', queue_key(queue, part), 0, 0, 'WITHSCORES')
    if not found[1] or part == 'available' or part == 'texting' or redis.call('EXISTS', key('contact', found[1])) == 1 then return found end
    redis.call('ZREM', queue_key(queue, part), found[1])
  end
end

local function is_text(record) return get(record, 'channel') == 'text' end
local function waiting_part(record) return is_text(record) and 'writing' or 'waiting' end

-- room: for how many texts at a time a specialist has room; for none while their telephone takes none.
local function room(person) return NOW < number(person, 'no_texts_till') and 0 or number(person, 'text_capacity') end

local function place_of(record) return number(record, 'entered_at') - 60 * SECOND * number(record, 'priority') end

-- place_in: how far ahead a contact stands in a queue: 1 for whoever is next, or has telephones that ring for them.
local function place_in(queue, contact, part)
  local at_place = redis.call('ZSCORE', queue_key(queue, part), contact)
  if not at_place then return 1 end
  local ahead = redis.call('ZCARD', queue_key(queue, 'offered'))
  for _, each in ipairs({ 'waiting', 'writing' }) do
    ahead = ahead + redis.call('ZCOUNT', queue_key(queue, each), '-inf', '(' .. at_place)
  end
  return ahead + 1
end

-- in_line: the contact may be offered. One that is to be called back is in line without a telephone, but for its rests.
local function in_line(record)
  local stage = get(record, 'stage')
  return stage == 'waiting' or (stage == 'callback' and get(record, 'rests') == '')
end

-- closed_till: when a line that takes no calls just now opens again, in ms, 0 where that is not known; nil for an open one.
local function closed_till(line)
  local till = tonumber(get(key('line', line), 'closed_till'))
  return till and (till == 0 or NOW < till) and till or nil
end

local function stand(contact)
  local record = key('contact', contact)
  if not in_line(record) then return end
  local place = place_of(record)
  local full = #words(get(record, 'offers')) >= number(record, 'width')
  local waiting = waiting_part(record)
  each_queue(record, function(queue)
    redis.call('ZREM', queue_key(queue, full and waiting or 'offered'), contact)
    redis.call('ZADD', queue_key(queue, full and 'offered' or waiting), place, contact)
    head(queue, 'offered')
  end)
end

local function step_out(contact)
  forget('widen', contact)
  each_queue(key('contact', contact), function(queue)
    for _, part in ipairs({ 'waiting', 'writing', 'offered' }) do redis.call('ZREM', queue_key(queue, part), contact) end
  end)
end

local function skill_of(queue) return string.match(queue, '^(.*)%.') end

-- chosen: the specialist to be offered. The first of the queues with anybody available says of which skill: the scores of
-- one skill's queues are comparable, those of two skills with different strategies are not.
local function chosen(queues, part)
  local best, least, skill
  for _, queue in ipairs(queues) do
    local found = (not best or skill_of(queue) == skill) and head(queue, part or 'available') or {}
    if found[1] and (not least or tonumber(found[2]) < least) then
      best, least, skill = found[1], tonumber(found[2]), skill_of(queue)
    end
  end
  return best
end

-- offered_parts: of what kind a specialist may be offered a contact: never a call besides a text, nor a text besides a call.
local function offered_parts(person)
  if get(person, 'texts') ~= '' then return { 'writing' } end
  return room(person) > 0 and { 'waiting', 'writing' } or { 'waiting' }
end

-- longest_waiting: the contact that a specialist is offered: the lowest over all their queues, for places are comparable.
local function longest_waiting(person)
  local best, least
  each_queue(person, function(queue)
    local closed = closed_till(string.match(queue, '^[^.]+'))
    for _, part in ipairs(closed and {} or offered_parts(person)) do
      local found = head(queue, part)
      if found[1] and (not least or tonumber(found[2]) < least) then best, least = found[1], tonumber(found[2]) end
    end
  end)
  return best
end

-- put: a contact is put to a telephone that a job rings; `...` are fields of the offer that say whose it is.
local function put(contact, ...)
  local record = key('contact', contact)
  local id = contact .. '-' .. redis.call('HINCRBY', record, 'offered', 1)
  redis.call('HSET', key('offer', id), 'contact', contact, 'state', 'placing', 'at', NOW,
    'channel', get(record, 'channel'), ...)
  redis.call('EXPIRE', key('offer', id), DAY)
  redis.call('HSET', record, 'offers', get(record, 'offers') .. ' ' .. id)
  remind('placing', id, NOW + TAKEN_UP)
  MADE[#MADE + 1] = id
  return id
end

-- rings_for: how many seconds the telephone of an offer may ring: as the offer says, else as its contact does.
local function rings_for(record)
  local own = number(record, 'rings')
  return own > 0 and own or number(key('contact', get(record, 'contact')), 'rings')
end

-- spent: an activity of a specialist is over, which has lasted since some time.
local function spent(specialist)
  local person = key('specialist', specialist)
  local activity, since = get(person, 'activity'), get(person, 'since')
  if activity ~= '' and activity ~= 'offline' and since ~= '' then tell('spent', '', specialist, activity .. ' ' .. since) end
end

local function offer(contact, specialist)
  local person = key('specialist', specialist)
  local id = put(contact, 'specialist', specialist)
  redis.call('HSET', person, 'offer', id)
  if get(person, 'texts') == '' then
    spent(specialist)
    redis.call('HSET', person, 'activity', 'ringing', 'since', NOW)
  end
  each_queue(person, function(queue)
    for _, part in ipairs({ 'available', 'texting' }) do redis.call('ZREM', queue_key(queue, part), specialist) end
  end)
  stand(contact)
  remind('recheck', specialist, NOW + (DAY + 60) * SECOND)  -- should the offer's record end before its leg is over
  tell('offered', contact, specialist)
end

-- writes_next: this specialist may be offered a text now.
local function writes_next(specialist)
  local found = false
  each_queue(key('specialist', specialist), function(queue)
    if redis.call('ZSCORE', queue_key(queue, 'texting'), specialist) then found = true end
  end)
  return found
end

local function pair_contact(contact)
  local record = key('contact', contact)
  local first = get(record, 'first')
  if first ~= '' then
    redis.call('HDEL', record, 'first')
    if in_line(record) and writes_next(first) then offer(contact, first) end
  end
  while in_line(record) and #words(get(record, 'offers')) < number(record, 'width') do
    local specialist = not closed_till(get(record, 'line')) and chosen(words(get(record, 'queues')), is_text(record) and 'texting')
    if not specialist then return end
    offer(contact, specialist)
  end
end

local function pair_specialist(specialist)
  local contact = longest_waiting(key('specialist', specialist))
  if contact then offer(contact, specialist) end
end
