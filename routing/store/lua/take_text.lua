-- take_text: a job takes a text to send it; for a while no other may, so that it is not sent twice.
-- KEYS 6 the text. ARGV: text id, texts a second (0: no limit), how many at once
-- returns "later" (it waits for its turn), "send", "look" (a job before may have sent it: ask first) or what leaves nothing to do now; then line, to and
-- words (encrypted), since when to look.
local LEASE = 20 * SECOND  -- longer than a job may take
local UNDER_WAY = { waiting = true, sending = true }
local LATE = 3600 * SECOND
local record, text = KEYS[6], ARGV[1]
local state = get(record, 'state')
if state ~= 'waiting' and state ~= 'sending' then
  forget('send', text)
  return answer(state)
end
if state == 'sending' and NOW < number(record, 'lease') then return answer('taken') end
if NOW - number(record, 'at') > LATE then
  text_over(text, 'given_up', 'late')
  return answer('given_up')
end
if UNDER_WAY[get(key('text', get(record, 'after')), 'state')] then
  remind('send', text, NOW + SECOND)  -- lines of a conversation arrive in the order in which they were written
  return answer('later')
end
local bucket = 'texts.' .. get(record, 'line')
if state == 'waiting' and not turn(bucket, ARGV[2], ARGV[3], 'send', text, record, number(record, 'at')) then
  return answer('later')
end
redis.call('HSET', record, 'state', 'sending', 'lease', NOW + LEASE)
redis.call('HSETNX', record, 'tried', NOW)
remind('send', text, NOW + LEASE)
return answer(state == 'waiting' and 'send' or 'look', get(record, 'line'), get(record, 'to'), get(record, 'words'),
  get(record, 'tried'))
