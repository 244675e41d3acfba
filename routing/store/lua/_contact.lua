-- contact: what may happen to one, whichever event brings it about.
local PAUSE = { declined = 60, busy = 60, failed = 60, missed = 10, unasked = 10, not_rung = 3, rescinded = 0, canceled = 0 }
local AT_FAULT = { busy = true, failed = true, missed = true }
local MISSES_ALLOWED = 3
local LAST_ONE_PAUSE = 120 * SECOND
local UNWANTED = {}  -- offers whose legs a job must end

local function live(state) return state == 'placing' or state == 'ringing' end

-- settle: nothing but the end of its leg is waited for in an offer now.
local function settle(id, state, ...)
  forget_all({ 'placing', 'ringing', 'whisper' }, id)
  out_of_turn('calls', 'ring', id)
  if redis.call('EXISTS', key('offer', id)) == 1 then redis.call('HSET', key('offer', id), 'state', state, ...) end
end

-- withdraw: no phone need ring any longer for this contact, but for the offer `kept`; `why` says so where the stage does not.
local function withdraw(contact, state, kept, why)
  local record = key('contact', contact)
  for _, id in ipairs(words(get(record, 'offers'))) do
    if id ~= kept then
      settle(id, state, 'why', why or '')
      remind('ending', id, NOW + 5 * SECOND)
      UNWANTED[#UNWANTED + 1] = id
    end
  end
  redis.call('HSET', record, 'offers', '')
end

-- put_again: an offer of a held contact whose telephone never rang is made once more; told whether it was.
local function put_again(contact, unrung)
  local specialist = get(unrung, 'specialist')
  local person = key('specialist', specialist)
  local line = get(unrung, 'other_line')
  if line == '' and (get(person, 'activity') ~= 'ringing' or get(person, 'wanted') ~= '') then return false end
  if redis.call('HINCRBY', key('contact', contact), 'unrung', 1) > 1 then return false end
  if line ~= '' then put(contact, 'other_line', line, 'rings', get(unrung, 'rings')) else offer(contact, specialist) end
  return true
end

-- ask_next: whoever else may take over a held contact is rung, or, where that came to nothing before it rang, the same once
-- more; with nobody left, the first specialist is told. Told whether it is the same.
local function ask_next(contact, id)
  local record = key('contact', contact)
  if get(record, 'transfer') ~= 'asking' or get(record, 'offers') ~= '' then return false end
  local specialist = chosen(words(get(record, 'seeks')))
  if specialist then
    offer(contact, specialist)
    return false
  end
  if id and get(key('offer', id), 'state') == 'not_rung' and put_again(contact, key('offer', id)) then return true end
  redis.call('HSET', record, 'transfer', 'failed')
  remind('aside', get(record, 'offer'), NOW)
  return false
end

-- drop: an offer rings for its contact no more; the contact stands where it stood. Told whether the same is put again.
local function drop(id)
  local contact = contact_of(id)
  local record = key('contact', contact)
  local stage = get(record, 'stage')
  if not in_line(record) and stage ~= 'held' then return false end
  redis.call('HSET', record, 'offers', without(get(record, 'offers'), id))
  if stage == 'held' then return ask_next(contact, id) end
  stand(contact)
  pair_contact(contact)
  return false
end

-- refuse: an offer came to nothing. Told whether the same is put again.
local function refuse(id, state)
  settle(id, state)
  tell(state, contact_of(id), get(key('offer', id), 'specialist'))
  return drop(id)
end

-- set_aside: free a specialist whose offer came to nothing, for as long as its cause asks.
local function set_aside(specialist, cause)
  local person = key('specialist', specialist)
  if get(person, 'activity') == '' then return end
  local pause = PAUSE[cause] * SECOND
  if not AT_FAULT[cause] then
    if cause == 'declined' then redis.call('HSET', person, 'misses', 0, 'idle_since', NOW, 'turn', NOW) end
    if cause == 'unasked' then redis.call('HSET', person, 'idle_since', NOW, 'turn', NOW) end
    return free(specialist, 'available', pause)
  end
  redis.call('HSET', person, 'idle_since', NOW, 'turn', NOW)
  local line = string.match(get(person, 'queues'), '^[^.]+') or ''
  if cause == 'failed' then
    tell('bad_number', '', specialist)
    alarm('bad_number', line)
  end
  if redis.call('HINCRBY', person, 'misses', 1) >= MISSES_ALLOWED then
    redis.call('HSET', person, 'misses', 0)
    tell('missed_often', '', specialist)
    alarm('missed_often', line)
    if alone(specialist) then
      pause = LAST_ONE_PAUSE
    elseif get(person, 'wanted') == '' then
      redis.call('HSET', person, 'wanted', 'on_break', 'break_at', NOW, 'break_for', 0)
      remind('break_told', specialist, NOW)
    end
  end
  free(specialist, 'available', pause)
end

-- also_in: a contact joins one more queue, unless it is in it; told whether it was not.
local function also_in(contact, queue)
  local record = key('contact', contact)
  if without(get(record, 'queues'), queue) ~= get(record, 'queues') then return false end
  redis.call('HSET', record, 'queues', get(record, 'queues') .. ' ' .. queue)
  tell('widened', contact, '', queue)
  return true
end

-- widened: a contact joins the queues whose time has come, and the next has a deadline. While nobody is on duty for it,
-- it does not wait for the time. `widen` holds the steps to come: seconds, queue, seconds, queue.
local function widened(contact)
  local record = key('contact', contact)
  local steps = words(get(record, 'widen'))
  forget('widen', contact)
  while steps[1] do
    local at = number(record, 'entered_at') + steps[1] * SECOND
    if at > NOW and on_duty(record) > 0 then
      remind('widen', contact, at)
      break
    end
    also_in(contact, steps[2])
    steps = { unpack(steps, 3) }
  end
  redis.call('HSET', record, 'widen', table.concat(steps, ' '))
end

-- look_after: the leg of a bridge that is over is asked about, later where its specialist is being spoken to.
local function look_after(id)
  local person = key('specialist', get(key('offer', id), 'specialist'))
  local spoken_to = get(person, 'offer') == id and get(person, 'activity') == 'wrap_up'
  if get(key('offer', id), 'over') ~= '' then return end
  redis.call('ZADD', DEADLINES, spoken_to and 'NX' or 'CH', NOW + 10 * SECOND, 'ending:' .. id)
end

-- may_ask: a specialist holds the contact, and asks nobody else to take it over. Whoever asked another line in vain chooses
-- again; after a colleague was asked in vain the specialist is on the way back to the caller.
local function may_ask(record, id)
  if get(record, 'stage') ~= 'held' or get(record, 'offer') ~= id then return false, 'over' end
  local transfer = get(record, 'transfer')
  return transfer == '' or (transfer == 'failed' and get(record, 'other_line') ~= ''), transfer
end

-- transfers: how far the transfer of a held contact is, while nobody is told of it: '', "asking" or "failed".
local function transfers(record, how)
  redis.call('HSET', record, 'transfer', how, 'target', '', 'seeks', '', 'brief', '', 'briefed_at', '')
  redis.call('HDEL', record, 'apart_at', 'unrung')
end

-- talked: whoever is to have a held contact has been told of it. A bridge that ends sooner was a telephone moved twice.
local TALK = 2 * SECOND
local function talked(record)
  return get(record, 'briefed_at') ~= '' and NOW - number(record, 'briefed_at') >= TALK
end

-- unhold: whatever was under way to hand a held contact over is no more; its first specialist, if out of the bridge, hears
-- of it.
local function unhold(contact, state)
  local record = key('contact', contact)
  if get(record, 'stage') ~= 'held' then return end
  local first, target = get(record, 'offer'), get(record, 'target')
  withdraw(contact, state)
  if target ~= '' and get(key('offer', target), 'over') == '' then
    settle(target, state)
    remind('ending', target, NOW + 5 * SECOND)
    UNWANTED[#UNWANTED + 1] = target
  end
  transfers(record, '')
  redis.call('HSET', record, 'other_line', '')
  forget('held', contact)
  look_after(first)
  if get(record, 'choice') ~= 'parted' and get(key('offer', first), 'over') == '' then remind('aside', first, NOW) end
end

-- bridging: a specialist is to be joined with the contact, which a job moves; both are there in time, or it is undone.
local function bridging(contact, id)
  unheard(contact)
  redis.call('HSET', key('contact', contact), 'stage', 'accepted', 'offer', id, 'choice', '', 'joined', '', 'tries', 0)
  forget('moving', contact)
  forget_all({ 'ending', 'aside' }, id)
  remind('bridge', contact, NOW + 4 * SECOND)
end

-- hand_over: whoever was told of a held contact has it now.
local function hand_over(contact)
  local record = key('contact', contact)
  local first, target, briefed = get(record, 'offer'), get(record, 'target'), get(record, 'briefed_at') ~= ''
  transfers(record, '')
  redis.call('HSET', record, 'other_line', '')
  forget('held', contact)
  look_after(first)
  bridging(contact, target)
  -- Whoever waits alone to be told of it is moved; two who talk part by themselves when the first leaves, and who has been
  -- told asks again and again.
  if not briefed then remind('aside', target, NOW) end
  tell('handed_over', contact, get(key('offer', target), 'specialist'))
end

-- hold: the bridge of a contact is over, and `who` (caller|specialist) has come out of it. Once both have, the caller is
-- held: `choice` is "parted" or "left" till then, and "aside" after.
local ALONE = { caller = 'parted', specialist = 'left' }
local function hold(contact, who)
  local record = key('contact', contact)
  local stage, choice = get(record, 'stage'), get(record, 'choice')
  unheard(contact)
  if stage == 'bridged' then
    redis.call('HSET', record, 'stage', 'held', 'choice', ALONE[who], 'joined', '', 'heartbeat', NOW)
    forget('warning', contact)
    remind('heartbeat', contact, NOW + 90 * SECOND)
    remind('held', contact, NOW + 4 * SECOND)
    tell('held', contact, get(key('offer', get(record, 'offer')), 'specialist'))
  elseif stage == 'held' and (choice == 'left' or choice == 'parted') and choice ~= ALONE[who] then
    redis.call('HSET', record, 'choice', 'aside')
    remind('held', contact, NOW + 60 * SECOND)
  end
end

local function back_in_line(contact)
  unheard(contact)
  unhold(contact, 'rescinded')
  local record = key('contact', contact)
  local stage = get(record, 'mode') == 'callback' and 'callback' or 'waiting'
  redis.call('HSET', record, 'stage', stage, 'choice', '', 'offer', '', 'joined', '', 'rests', '', 'referred', '',
    'heartbeat', NOW)
  forget_all({ 'bridge', 'choosing', 'moving', 'calling', 'attempt', 'heartbeat', 'quiet', 'warning' }, contact)
  if is_text(record) then
    lasts(contact)
    remind('lapse', contact, NOW + number(record, 'patience') * SECOND)
  elseif stage == 'waiting' then
    remind('heartbeat', contact, NOW + 90 * SECOND)
  elseif number(record, 'until') > 0 then
    remind('attempt', contact, number(record, 'until'))
  end
  widened(contact)
  stand(contact)
  tell(stage, contact)
  pair_contact(contact)
end

-- hand_back: a conversation by text stands in line again, at the place it had; both are told why, and its person whether
-- nobody else is there.
local function hand_back(contact, why, pause)
  local record = key('contact', contact)
  local id = get(record, 'offer')
  local others = others_on_duty(record, get(key('offer', id), 'specialist'))
  announce(contact, 'person', others and why or why .. '_alone')
  announce(contact, 'specialist', why)
  part_with(id, pause)
  back_in_line(contact)
end

-- cut_off: the bridge is over and the caller is not: asked whether that was the end, or a cut.
local function cut_off(contact)
  local record = key('contact', contact)
  unheard(contact)
  unhold(contact, 'rescinded')
  tell('cut_off', contact, get(key('offer', get(record, 'offer')), 'specialist'))
  redis.call('HSET', record, 'stage', 'choosing', 'choice', 'cut_off', 'offer', '', 'heartbeat', NOW)
  forget('warning', contact)
  remind('choosing', contact, NOW + 120 * SECOND)
  remind('heartbeat', contact, NOW + 90 * SECOND)
end

-- settled: what was promised has come about, or to nothing: a job writes that down.
local function settled(contact, how)
  local record = key('contact', contact)
  local promise = get(record, 'promise')
  if promise == '' then return end
  redis.call('HSET', record, 'promise', '', 'settles', get(record, 'settles') .. ' ' .. promise .. ':' .. how)
  redis.call('EXPIRE', record, DAY)
  remind('settle', contact, NOW)
  tell('settled', contact, '', how)
end

-- fade: a contact that has ended is erased soon, once all that is to be written down of it is.
local function fade(contact)
  local record = key('contact', contact)
  local noted = get(record, 'consent') == ''
  if not noted then remind('log', contact, NOW) end
  redis.call('EXPIRE', record, noted and get(record, 'settles') == '' and AFTERLIFE or DAY)
end

-- parted: a contact that has ended is its person's no more, but to be forgotten with them until it is erased.
local function parted(contact, person)
  if person == '' then return end
  local theirs, ended = key('digest', 'person:' .. person), key('digest', 'ended:' .. person)
  if redis.call('GET', theirs) == contact then redis.call('DEL', theirs) end
  redis.call('SADD', ended, contact)
  redis.call('EXPIRE', ended, math.max(redis.call('TTL', ended), redis.call('TTL', key('contact', contact))))
end

-- over: the contact has ended, with exactly one outcome: whoever was connected with another line was referred, and whoever
-- else talked with somebody was bridged, however it ended after.
local function over(contact, how)
  local record = key('contact', contact)
  local outcome = get(record, 'referred') ~= '' and 'referred' or number(record, 'bridged_at') > 0 and 'bridged' or how
  local stage, accepted = get(record, 'stage'), get(record, 'offer')
  unheard(contact)
  step_out(contact)
  unhold(contact, 'canceled')
  withdraw(contact, 'canceled', get(record, 'offer'))
  forget_all({ 'bridge', 'choosing', 'heartbeat', 'moving', 'calling', 'attempt', 'lapse', 'quiet', 'warning' }, contact)
  redis.call('HSET', record, 'stage', 'ended', 'outcome', outcome, 'ended_at', NOW, 'mode', '')
  settled(contact, how)
  fade(contact)
  redis.call('HDEL', record, 'caller', 'listen')
  parted(contact, get(record, 'person'))
  redis.call('ZREM', CONTACTS, contact)
  tell('ended', contact, '', outcome)
  if accepted ~= '' and is_text(record) then
    part_with(accepted)
  elseif accepted ~= '' and get(key('offer', accepted), 'over') == '' then
    look_after(accepted)
    if stage == 'accepted' then UNWANTED[#UNWANTED + 1] = accepted end
  end
end

-- shut_out: the person of an offer's contact is let in to nobody for a day. Told whether they can be told from others.
local function shut_out(id)
  local person = get(key('contact', contact_of(id)), 'person')
  if person == '' then return false end
  if redis.call('HSETNX', key('offer', id), 'shut_out', NOW) == 1 then
    redis.call('SET', key('digest', 'shut_out:' .. person), NOW + DAY * SECOND, 'EX', DAY)
    tell('shut_out', contact_of(id), get(key('offer', id), 'specialist'))
  end
  return true
end

-- answer: what every script that changes something returns: a word, the offers to ring, the legs to end, then details.
-- It writes, though nothing: a server that was the master, and has not heard that another is, knows of nothing that happened
-- since; it takes no writes, for no replica follows it, and so it answers nothing either.
local function answer(word, ...)
  redis.call('DEL', PREFIX .. 'nothing')
  return { word, MADE, UNWANTED, ... }
end
