-- due: what must happen by now. A transition is made here; what needs a job is lent to it and comes again until it has worked.
-- ARGV: how many at most, lease in ms. returns "open" or "lost" (the data is gone), then job, id, job, id...
local JOBS = { placing = 'ask', ringing = 'ask', whisper = 'ask', ending = 'ask', bridge = 'bridge', heartbeat = 'check',
  moving = 'move', warning = 'warn', recheck = 'recheck', send = 'send', alert = 'alert', notify = 'notify',
  break_told = 'break_told', ring = 'ring', call = 'call_back', calling = 'seek', settle = 'settle', attempt = 'reckon',
  review = 'review', log = 'keep_note' }
local RECORDS = { placing = 'offer', ringing = 'offer', whisper = 'offer', ending = 'offer', ready = 'specialist',
  recheck = 'specialist', send = 'text', alert = 'alert', notify = 'alert', break_told = 'specialist',
  ring = 'offer', call = 'offer' }
JOBS.shift, JOBS.noting = 'shift', 'note'
JOBS.call_out, RECORDS.call_out = 'call_out', 'called_out'
JOBS.proof, RECORDS.proof = 'prove', 'guess'
RECORDS.shift, RECORDS.noting, RECORDS['break'] = 'specialist', 'specialist', 'specialist'
JOBS.news = 'tell_talk'
RECORDS.texts_again = 'specialist'
JOBS.message, RECORDS.message = 'message', 'message'
JOBS.fetch, RECORDS.fetch = 'fetch', 'message'
JOBS.wish, RECORDS.wish = 'wish', 'wish'
JOBS.erasing, RECORDS.erasing = 'erase_texts', 'erasing'
JOBS.forgetting, RECORDS.forgetting = 'erase_again', 'forgetting'
-- What is looked after again and again, whatever has happened.
local PERIODIC = { tidy = 300 * SECOND, review = 300 * SECOND, refresh = 300 * SECOND, delete = 300 * SECOND,
  count = 300 * SECOND }
JOBS.tidy, JOBS.refresh, JOBS.delete, JOBS.count = 'tidy', 'refresh', 'delete', 'count'
JOBS.aside, RECORDS.aside = 'aside', 'offer'
RECORDS.reopen = 'line'
JOBS.listening, RECORDS.listening = 'listen', 'listening'
JOBS.code_call, RECORDS.code_call = 'ring_code', 'code_call'
local limit, lease = tonumber(ARGV[1]), tonumber(ARGV[2])
local jobs = {}

local UNTIMED = { cut_off = true, goodbye = true, line = true }
local function choosing_is_over(contact)
  local record = key('contact', contact)
  if get(record, 'stage') ~= 'choosing' then return forget('choosing', contact) end
  if UNTIMED[get(record, 'choice')] then
    -- Whoever is still there is listening, perhaps to what to do in an emergency, or talks with another line; who is not,
    -- the heartbeat finds.
    return remind('choosing', contact, NOW + 120 * SECOND)
  end
  redis.call('HINCRBY', record, 'step', 1)
  back_in_line(contact)
end

-- attempt_is_due: a rest is over, or night falls; a job reckons when the next attempt may be.
local function attempt_is_due(contact)
  local record = key('contact', contact)
  if get(record, 'stage') ~= 'callback' then return forget('attempt', contact) end
  if get(record, 'rests') == '' then rest(contact) end
  local till = number(record, 'until')
  if get(record, 'next_at') ~= '' and (till == 0 or NOW < till) then return back_in_line(contact) end
  redis.call('HSET', record, 'next_at', '')
  remind('attempt', contact, NOW + lease)
  return { JOBS.attempt, contact }
end

local function pause_is_over(specialist)
  local activity = get(key('specialist', specialist), 'activity')
  local writes = activity == 'engaged' and get(key('specialist', specialist), 'texts') ~= ''
  if activity == 'available' or activity == 'wrap_up' or writes then ready(specialist) else forget('ready', specialist) end
end

-- texts_are_there: a specialist writes no more with whoever's record is gone, as after a day without power.
local function texts_are_there(specialist)
  local person, left = key('specialist', specialist), {}
  local before = words(get(person, 'texts'))
  for _, id in ipairs(before) do
    if redis.call('EXISTS', key('offer', id)) == 1 then left[#left + 1] = id end
  end
  remind('recheck', specialist, NOW + 3600 * SECOND)
  if #left == #before then return end
  redis.call('HSET', person, 'texts', table.concat(left, ' '))
  free(specialist, 'available', 0)
end

local function break_is_over(specialist)
  local record = key('specialist', specialist)
  forget('break', specialist)
  if get(record, 'activity') ~= 'on_break' then return end
  redis.call('HDEL', record, 'break_until')
  redis.call('HSET', record, 'misses', 0, 'idle_since', NOW, 'turn', NOW)
  ready(specialist)
end

-- hold_is_looked_after: whoever is alone after a bridge is told; on a hold a job looks whether the specialist is there.
local function hold_is_looked_after(contact)
  local record = key('contact', contact)
  local first, choice = get(record, 'offer'), get(record, 'choice')
  if get(record, 'stage') ~= 'held' then return forget('held', contact) end
  if choice == 'left' then return hold(contact, 'caller') end
  if choice == 'parted' then
    cut_off(contact)
    look_after(first)
    return remind('moving', contact, NOW + 4 * SECOND)
  end
  remind('held', contact, NOW + lease)
  return { 'hold', contact }
end

-- lapse_is_over: somebody has waited for a text as long as anybody is let wait.
local function lapse_is_over(contact)
  forget('lapse', contact)
  if get(key('contact', contact), 'stage') ~= 'waiting' then return end
  announce(contact, 'person', 'lapsed')
  over(contact, 'resources')
end

-- quiet_is_long: whoever is to write is asked once; after longer, a specialist loses the conversation, and a person ends it.
local function quiet_is_long(contact)
  local record = key('contact', contact)
  local side = get(record, 'turn')
  if not is_text(record) or get(record, 'stage') ~= 'bridged' then return forget('quiet', contact) end
  if get(record, 'nudged') == '' then
    redis.call('HSET', record, 'nudged', 1)
    announce(contact, side, 'nudged')
    return remind('quiet', contact, number(record, 'turn_at') + GIVEN_UP_AFTER[side])
  end
  if side == 'specialist' then return hand_back(contact, 'silent', 300 * SECOND) end
  announce(contact, 'person', 'quiet')
  announce(contact, 'specialist', 'quiet')
  over(contact, 'bridged')
end

local function search_is_wider(contact)
  if not in_line(key('contact', contact)) then return forget('widen', contact) end
  widened(contact)
  stand(contact)
  pair_contact(contact)
end

-- tokens_are_there: whoever's turn it is may go on, each by its job.
local function tokens_are_there(bucket)
  local asked = {}
  local kind, id = next_turn(bucket)
  while kind do
    local record = key(RECORDS[kind], id)
    if redis.call('EXISTS', record) == 1 then
      redis.call('HSET', record, 'turn', NOW)
      remind(kind, id, NOW + lease)
      asked[#asked + 1], asked[#asked + 2] = JOBS[kind], id
    end
    kind, id = next_turn(bucket)
  end
  return asked
end

-- gone: a record that nobody has touched for a day, as with the power off, takes its traces along.
local function gone(kind, id)
  forget(kind, id)
  if RECORDS[kind] == 'offer' then return drop(id) end
  if not RECORDS[kind] then redis.call('ZREM', CONTACTS, id) end
end

local function happen(member)
  -- What came before it in this run may have put it off, or settled it.
  if tonumber(redis.call('ZSCORE', DEADLINES, member) or NOW + 1) > NOW then return end
  local kind, id = string.match(member, '^([^:]+):(.+)$')
  if PERIODIC[kind] then
    remind(kind, id, NOW + PERIODIC[kind])
    return { JOBS[kind], id }
  end
  if kind == 'pace' then return tokens_are_there(id) end
  local record = key(RECORDS[kind] or 'contact', id)
  if redis.call('EXISTS', record) == 0 then return gone(kind, id) end
  if kind == 'ready' then return pause_is_over(id) end
  if kind == 'choosing' then return choosing_is_over(id) end
  if kind == 'break' then return break_is_over(id) end
  if kind == 'held' then return hold_is_looked_after(id) end
  if kind == 'attempt' then return attempt_is_due(id) end
  if kind == 'texts_again' then
    forget('texts_again', id)
    redis.call('HDEL', record, 'no_texts_till')
    if seat(id) then pair_specialist(id) end
    return
  end
  if kind == 'lapse' then return lapse_is_over(id) end
  if kind == 'quiet' then return quiet_is_long(id) end
  if kind == 'widen' then return search_is_wider(id) end
  if kind == 'reopen' then return open_line(id) end
  local held = get(record, 'offer')
  if kind == 'recheck' and held ~= '' and redis.call('EXISTS', key('offer', held)) == 0 then return free(id, 'available', 0) end
  if kind == 'recheck' and get(record, 'texts') ~= '' then return texts_are_there(id) end
  remind(kind, id, NOW + lease)
  return { JOBS[kind], id }
end

for kind, every in pairs(PERIODIC) do redis.call('ZADD', DEADLINES, 'NX', NOW + every, kind .. ':all') end
for _, member in ipairs(redis.call('ZRANGEBYSCORE', DEADLINES, '-inf', NOW, 'LIMIT', 0, limit)) do
  for _, part in ipairs(happen(member) or {}) do jobs[#jobs + 1] = part end
end
return answer(redis.call('EXISTS', EPOCH) == 1 and 'open' or 'lost', NOW, unpack(jobs))
