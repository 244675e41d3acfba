-- record: a caller is about to leave a message, which is promised on record; the place is kept meanwhile.
-- KEYS 6 the contact, 7 the message. ARGV: contact id, step of the document that asked, promise
-- returns "voicemail" (also for a repeat), or the stage of whoever does not choose any more; then the step.
local RECORDED = 180 * SECOND  -- the beep, two minutes, and the news of it
local record, message = KEYS[6], KEYS[7]
local contact, step, promise = ARGV[1], tonumber(ARGV[2]), ARGV[3]

if get(record, 'stage') == 'choosing' and get(record, 'choice') == 'voicemail' and number(record, 'step') == step then
  redis.call('HSET', message, 'contact', contact, 'line', get(record, 'line'), 'call', get(record, 'call'), 'at', NOW,
    'state', 'recording')
  redis.call('EXPIRE', message, DAY)
  redis.call('HSET', record, 'stage', 'voicemail', 'choice', 'recording', 'message', promise, 'heartbeat', NOW)
  redis.call('HINCRBY', record, 'step', 1)
  forget_all({ 'choosing', 'moving' }, contact)
  remind('heartbeat', contact, NOW + RECORDED)
  remind('message', promise, NOW + RECORDED)
  tell('recording', contact)
end
return answer(get(record, 'stage'), number(record, 'step'))
