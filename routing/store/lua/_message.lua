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
  if get(caller, 'gone') ~= '' then
    local outcome = get(caller, 'message_kept') ~= '' and 'voicemail_kept' or 'abandoned'
    over(contact, number(caller, 'bridged_at') > 0 and 'bridged' or outcome)
  elseif how == 'kept' then
    redis.call('HSET', caller, 'choice', 'kept')
  else
    back_in_line(contact)
  end
end
