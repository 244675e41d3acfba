-- text: what becomes of one that was asked for. Its number and words go at once; that it was, stays for a day.
local NOT_ARRIVED = { given_up = true, undelivered = true }

-- line_lost: a line of a conversation has not arrived: its writer is told. Whoever wants no more texts has left.
local function line_lost(text, record, why)
  local contact, side, writer = get(record, 'contact'), get(record, 'side'), get(record, 'writer')
  local caller = key('contact', contact)
  if get(caller, 'stage') ~= 'bridged' or not is_text(caller) then return end
  if why == 'opted_out' and side == 'person' then
    announce(contact, 'specialist', 'left')
    return over(contact, 'bridged')
  elseif why == 'opted_out' then
    return hand_back(contact, 'silent', NO_TEXTS_FOR)
  end
  if writer == 'specialist' then line_failed(get(caller, 'offer'), text) end
  if writer ~= 'us' then announce(contact, writer, 'lost') end
end

-- offer_lost: a telephone takes no texts just now: its specialist is asked about none for a while, and is not at fault.
local NEVER = { ['30005'] = true, ['30006'] = true, bad_number = true }
local function offer_lost(id, why)
  local record = key('offer', id)
  local person = key('specialist', get(record, 'specialist'))
  if not live(get(record, 'state')) then return end
  redis.call('HSET', record, 'lost', 1)
  redis.call('HSET', person, 'no_texts_till', NOW + NO_TEXTS_FOR)
  remind('texts_again', get(record, 'specialist'), NOW + NO_TEXTS_FOR)
  forget('placing', id)
  remind('ringing', id, NOW)
  if NEVER[why] then alarm('bad_number', get(key('contact', contact_of(id)), 'line')) end
end

-- ask_text: somebody is to be sent a text, once: of an id that is known already nothing changes. Told whether it is new.
local function ask_text(text, ...)
  local record = key('text', text)
  if redis.call('EXISTS', record) == 1 then return false end
  redis.call('HSET', record, 'state', 'waiting', 'at', NOW, 'tries', 0, ...)
  redis.call('EXPIRE', record, DAY)
  remind('send', text, NOW + 5 * SECOND)
  return true
end

local function text_over(text, state, why)
  local record = key('text', text)
  forget('send', text)
  redis.call('HSET', record, 'state', state)
  redis.call('HDEL', record, 'to', 'words', 'tried', 'lease')
  if state ~= 'given_up' and redis.call('HSETNX', record, 'counted', 1) == 1 then
    placed(get(record, 'line'))
    tell('text_sent', '', '', get(record, 'line'))
  end
  if NOT_ARRIVED[state] and get(record, 'contact') ~= '' then line_lost(text, record, why) end
  if NOT_ARRIVED[state] and get(record, 'offer') ~= '' then offer_lost(get(record, 'offer'), why) end
  if NOT_ARRIVED[state] then tell('text_' .. state, '', '', get(record, 'kind') .. ' ' .. why) end
end
