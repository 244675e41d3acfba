-- message: what somebody says after the beep. It is looked after by its promise; the contact knows how that stands.

-- message_settled: it is known whether something was left. Whoever is on the line hears so; whoever has hung up has ended with it.
local function message_settled(promise, how)
  local record = key('message', promise)
  local contact = get(record, 'contact')
  local caller = key('contact', contact)
  redis.call('HSET', record, 'state', how)
  forget('message', promise)
  if how == 'kept' then
    remind('fetch', promise, NOW)
    alarm('voicemail', get(record, 'line'))
    tell('message_kept', contact)
  end
  local stage = get(caller, 'stage')
  if stage == '' or stage == 'ended' then return end
  if how == 'kept' then redis.call('HSET', caller, 'message_kept', 1) end
  if stage ~= 'voicemail' or get(caller, 'message') ~= promise then return end
  if get(caller, 'gone') ~= '' and get(caller, 'promise') ~= '' then
    hung_up_again(contact)  -- who is still to be called back, whether they left a message or not
  elseif get(caller, 'gone') ~= '' then
    over(contact, get(caller, 'message_kept') ~= '' and 'voicemail_kept' or 'abandoned')
  elseif how == 'kept' then
    redis.call('HSET', caller, 'choice', 'kept')
  else
    back_in_line(contact)
  end
end
