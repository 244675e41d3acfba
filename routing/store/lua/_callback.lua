-- callback: a contact that is called back stays in line without a telephone, and rests between attempts.

-- rest: out of line until the next attempt, which a job reckons.
local function rest(contact)
  withdraw(contact, 'rescinded')
  step_out(contact)
  redis.call('HSET', key('contact', contact), 'stage', 'callback', 'rests', 1, 'offer', '', 'joined', '', 'choice', '',
    'next_at', '')
  forget_all({ 'bridge', 'choosing', 'moving', 'calling', 'heartbeat', 'warning' }, contact)
  remind('attempt', contact, NOW)
  tell('rests', contact)
end

-- await: in line from `since` until `till`, in ms; 0 is without an end.
local function await(contact, since, till)
  redis.call('HSET', key('contact', contact), 'until', till)
  if since <= NOW then return back_in_line(contact) end
  rest(contact)
  redis.call('HSET', key('contact', contact), 'next_at', since)
  remind('attempt', contact, since)
end

-- no_text: a contact that waited for a text goes on by telephone.
local function no_text(contact)
  redis.call('HSET', key('contact', contact), 'channel', 'voice')
  redis.call('HDEL', key('contact', contact), 'number')
  forget('lapse', contact)
end

-- without_telephone: the contact goes on when its call ends; what is still said of that call is old news.
local function without_telephone(contact)
  local record = key('contact', contact)
  if get(record, 'call_digest') ~= '' then redis.call('SET', get(record, 'call_digest'), '', 'EX', DAY) end
  redis.call('HDEL', record, 'call', 'call_digest', 'listen')
  redis.call('HSET', record, 'mode', 'callback', 'gone', '')
end

-- with_telephone: the person is on the line: from now on a contact like any other.
local function with_telephone(contact, call, call_digest)
  local record = key('contact', contact)
  redis.call('SET', call_digest, contact, 'EX', DAY)
  redis.call('HSET', record, 'mode', '', 'call', call, 'call_digest', call_digest, 'heartbeat', NOW,
    'began', NOW)
  forget_all({ 'attempt', 'calling' }, contact)
  if get(record, 'stage') ~= 'accepted' then return back_in_line(contact) end
  remind('bridge', contact, NOW + 4 * SECOND)
  remind('heartbeat', contact, NOW + 90 * SECOND)
end

-- hung_up_again: the person called while a callback was open, and has left the line: it is open as before.
local function hung_up_again(contact)
  local accepted = get(key('contact', contact), 'offer')
  without_telephone(contact)
  if accepted ~= '' then
    settle(accepted, 'canceled', 'why', 'gone')
    remind('ending', accepted, NOW + 5 * SECOND)
    UNWANTED[#UNWANTED + 1] = accepted
  end
  rest(contact)
end
