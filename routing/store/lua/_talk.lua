-- talk: a conversation by text. The words go through us, each as a text of its own (`pass_on`); what happens to the
-- conversation is told to both by a job, which `news` names. The specialist's part of it is an accepted offer without a leg.
local NUDGED_AFTER = { person = 600 * SECOND, specialist = 300 * SECOND }
local GIVEN_UP_AFTER = { person = 1800 * SECOND, specialist = 600 * SECOND }

local NO_TEXTS_FOR = 3600 * SECOND  -- after one has not arrived

-- turn_to: it is for `side` to write, since now.
local function turn_to(contact, side)
  redis.call('HSET', key('contact', contact), 'turn', side, 'turn_at', NOW, 'nudged', '')
  remind('quiet', contact, NOW + NUDGED_AFTER[side])
end

-- lasts: a contact that goes on is not gone a day after it began; `id` is the offer of who writes with its person.
local function lasts(contact, id)
  local record = key('contact', contact)
  for _, each in ipairs({ record, key('offer', id or ''), key('digest', 'person:' .. get(record, 'person')) }) do
    redis.call('EXPIRE', each, DAY)
  end
end

-- keep_line: what the two of an offer have written to each other, until they write no more. Words are encrypted.
local MOST_LINES = 200
local function keep_line(id, line)
  redis.call('RPUSH', key('lines', id), line)
  redis.call('LTRIM', key('lines', id), -MOST_LINES, -1)
  redis.call('EXPIRE', key('lines', id), DAY)
end

-- line_failed: what a specialist wrote in a text has not arrived: it stands so among what was written.
local function line_failed(id, text)
  local theirs = 'specialist ' .. text .. ' '
  for at, line in ipairs(redis.call('LRANGE', key('lines', id), 0, -1)) do
    if line:sub(1, #theirs) == theirs then
      redis.call('LSET', key('lines', id), at - 1, 'unarrived ' .. line:sub(#'specialist ' + 1))
    end
  end
end

-- slot: the number by which a specialist names a conversation: the lowest that is free.
local function slot(person)
  local taken = {}
  for _, id in ipairs(words(get(person, 'texts'))) do taken[number(key('offer', id), 'slot')] = true end
  local free_one = 1
  while taken[free_one] do free_one = free_one + 1 end
  return free_one
end

-- answered: whoever waits has reached a specialist, for the first time.
local function answered(contact, specialist)
  local record = key('contact', contact)
  if redis.call('HSETNX', record, 'answered_at', NOW) == 1 then tell('answered', contact, specialist) end
end

-- begin_talk: who has accepted the text of an offer writes with its person from now on.
local function begin_talk(contact, id)
  local record, specialist = key('contact', contact), get(key('offer', id), 'specialist')
  local person = key('specialist', specialist)
  redis.call('HSET', key('offer', id), 'joined_at', NOW, 'slot', slot(person))
  redis.call('HSET', person, 'texts', get(person, 'texts') .. ' ' .. id)
  redis.call('HDEL', person, 'offer', 'contact')
  redis.call('HSET', record, 'stage', 'bridged', 'offer', id, 'choice', '', 'talked_with', specialist)
  redis.call('HSETNX', record, 'bridged_at', NOW)
  forget('lapse', contact)
  tell('bridged', contact, specialist)
  answered(contact, specialist)
  announce(contact, 'person', 'begins')
  announce(contact, 'specialist', 'begins')
  turn_to(contact, 'specialist')
  ready(specialist)
end

-- handled: a contact has kept a specialist busy for so long.
local function handled(contact, ms)
  tell('handled', contact, '', ms)
  each_queue(key('contact', contact), function(queue)
    redis.call('HINCRBY', queue_key(queue, 'handled'), 'count', 1)
    redis.call('HINCRBY', queue_key(queue, 'handled'), 'seconds', math.floor(ms / SECOND))
  end)
end

-- erased_at_carrier: the words of a conversation are to go there too, on the way to either.
local function erased_at_carrier(person, number_sealed)
  if person == '' or number_sealed == '' then return end
  redis.call('HSET', key('erasing', person), 'number', number_sealed, 'until', NOW + 30 * SECOND)
  redis.call('EXPIRE', key('erasing', person), 15 * DAY)
  remind('erasing', person, NOW + 30 * SECOND) -- a text that is still under way cannot be deleted
end

-- part_with: the specialist of an offer writes with its person no more, and wraps up, or pauses for so long at least.
local function part_with(id, at_least)
  local record = key('offer', id)
  redis.call('DEL', key('lines', id))
  if redis.call('HSETNX', record, 'over', NOW) == 0 then return end
  redis.call('EXPIRE', record, AFTERLIFE)
  local specialist, caller = get(record, 'specialist'), key('contact', contact_of(id))
  local person, wrap_up = key('specialist', specialist), number(caller, 'wrap_up') * SECOND
  erased_at_carrier(get(caller, 'person'), get(caller, 'number'))
  if get(person, 'activity') == '' then return end
  erased_at_carrier(get(person, 'person'), get(person, 'phone'))
  handled(contact_of(id), NOW - number(record, 'joined_at') + wrap_up)
  redis.call('HSET', person, 'texts', without(get(person, 'texts'), id), 'idle_since', NOW, 'wrote', id)
  if get(person, 'offer') == '' then return free(specialist, 'wrap_up', math.max(wrap_up, at_least or 0)) end
  if get(person, 'texts') == '' then become(specialist, 'ringing') end  -- somebody else is being offered to them
end
