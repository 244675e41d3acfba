-- text: what becomes of one that was asked for. Its number and words go at once; that it was, stays for a day.
local NOT_ARRIVED = { given_up = true, undelivered = true }

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
  if state ~= 'given_up' and redis.call('HSETNX', record, 'counted', 1) == 1 then placed(get(record, 'line')) end
  if NOT_ARRIVED[state] then tell('text_' .. state, '', '', get(record, 'kind') .. ' ' .. why) end
end
