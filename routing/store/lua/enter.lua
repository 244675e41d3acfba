-- enter: a contact joins its queues and, when someone fit is available, is offered at once.
-- KEYS 6 the contact, 7 the digest of its call, 8 specialists by telephone; where the number is known, 9 its person and 10 the
-- place kept for them.
-- ARGV: contact id, entered_at ('' = now), digests of a telephone that enters only if it is no specialist's, or '', then field,
-- value, field, value... (`waited`: for how many ms they could not be let in)
-- returns "rostered" (it is one's), "waiting", "shut_out" (the contact has ended), "open" (whoever texts has another contact, which goes on) or, for
-- a call or text that is known already, its stage; then contact id,
-- on duty, entered_at, and "closed" where nobody takes calls on the line just now, else ''.
local record, call = KEYS[6], KEYS[7]
local contact, entered_at = ARGV[1], ARGV[2]
for _, digest in ipairs(words(ARGV[3])) do
  if redis.call('HEXISTS', KEYS[8], digest) == 1 then return answer('rostered') end
end
local known = redis.call('GET', call)
-- The contact of this call went on without it, to be called back: whatever is still said of the call is old news.
if known == '' then return answer('ended', contact, 0, '', '') end
if known and redis.call('EXISTS', key('contact', known)) == 1 then
  contact, record = known, key('contact', known)
end

local function result(word)
  return answer(word, contact, on_duty(record), get(record, 'entered_at'),
    closed_till(get(record, 'line')) and 'closed' or '')
end

if redis.call('EXISTS', record) == 1 then
  -- Twilio asks again where no answer came: whoever was asked may have died before they asked for the rings.
  for _, id in ipairs(words(get(record, 'offers'))) do
    local made = key('offer', id)
    if get(made, 'state') == 'placing' and get(made, 'claimed') == '' then MADE[#MADE + 1] = id end
  end
  return result(get(record, 'outcome') == 'referred' and 'shut_out' or get(record, 'stage'))
end

local function is_shut_out(person)
  return person ~= '' and tonumber(redis.call('GET', key('digest', 'shut_out:' .. person)) or 0) > NOW
end

local fields = {}
for i = 4, #ARGV, 2 do fields[ARGV[i]] = ARGV[i + 1] end
local open = KEYS[9] and redis.call('GET', KEYS[9])
local other = key('contact', open or '')
local is_open = open and get(other, 'stage') ~= '' and get(other, 'stage') ~= 'ended'
local called_back = is_open and get(other, 'mode') == 'callback'
local writes = is_open and is_text(other)
if is_open and fields.channel == 'text' then
  contact, record = open, other
  return result('open')
end
if writes and get(other, 'stage') == 'bridged' then
  announce(open, 'specialist', 'calls')
  over(open, 'bridged')
  writes = false
end
if called_back and is_shut_out(get(key('contact', open), 'person')) then
  over(open, 'ended_by_staff')
elseif called_back or writes then
  -- A person who is to be called back, or waits for a text, calls: the one place, now with a telephone.
  contact, record = open, key('contact', open)
  local priority = number(record, 'priority')
  if get(record, 'stage') == 'accepted' then
    UNWANTED[1] = get(record, 'offer')  -- for the call to the person; the specialist stays
  else
    withdraw(contact, 'rescinded')
    step_out(contact)
  end
  redis.call('HSET', record, unpack(ARGV, 4))
  redis.call('HSET', record, 'priority', math.max(priority, number(record, 'priority')))
  redis.call('HINCRBY', record, 'step', 1)
  no_text(contact)
  with_telephone(contact, get(record, 'call'), call)
  return result(get(record, 'stage'))
end

local kept = KEYS[10] and entered_at == '' and redis.call('GET', KEYS[10])
if kept then
  local at, till = string.match(kept, '^(%d+) (%d+)$')
  redis.call('DEL', KEYS[10])
  if NOW < tonumber(till) then entered_at = at end
end

if entered_at == '' then entered_at = NOW - (fields.waited or 0) end
redis.call('HSET', record, 'entered_at', entered_at, 'began', NOW, 'step', 0, 'offers', '')
redis.call('HSET', record, unpack(ARGV, 4))
redis.call('HSET', record, 'call_digest', call)
redis.call('SET', call, contact, 'EX', DAY)
if KEYS[9] then redis.call('SET', KEYS[9], contact, 'EX', DAY) end
redis.call('ZADD', CONTACTS, get(record, 'entered_at'), contact)
redis.call('EXPIRE', record, DAY)
if is_shut_out(get(record, 'person')) then
  over(contact, 'referred')
  return result('shut_out')
end
-- Whoever brings a place along has entered before, in a life of live state that is lost.
if ARGV[2] == '' then tell('entered', contact) end
back_in_line(contact)
return result('waiting')
