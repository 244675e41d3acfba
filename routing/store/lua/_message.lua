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
  if get(caller, 'message') ~= promise or get(caller, 'stage') == 'ended' then return end
  redis.call('HSET', caller, 'message_kept', how == 'kept' and 1 or '')
  if get(caller, 'stage') ~= 'voicemail' then return end
  if get(caller, 'gone') ~= '' then
    over(contact, how == 'kept' and 'voicemail_kept' or 'abandoned')
  elseif how == 'kept' then
    redis.call('HSET', caller, 'choice', 'kept')
  else
    back_in_line(contact)
  end
end
