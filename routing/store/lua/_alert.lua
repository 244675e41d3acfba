-- alert: what whoever runs the helpline should know: told at once, and of the same kind at most hourly.
local HOURLY = 3600 * SECOND
local KEPT = 7 * DAY

local function alarm(kind, line)
  local id = kind .. '-' .. line
  local record = key('alert', id)
  redis.call('HSETNX', record, 'since', NOW)
  redis.call('HSET', record, 'kind', kind, 'line', line, 'last', NOW)
  redis.call('EXPIRE', record, KEPT)
  redis.call('ZADD', PREFIX .. 'alerts', NOW, id)
  redis.call('ZADD', DEADLINES, 'NX', math.max(NOW, number(record, 'told_at') + HOURLY), 'alert:' .. id)
end

-- known: somebody knows of an alert; false where there was none. What happens anew is told again, an hour after the latest
-- telling at the soonest.
local function known(alert)
  local record = key('alert', alert)
  redis.call('ZREM', PREFIX .. 'alerts', alert)
  if redis.call('HDEL', record, 'since') == 0 then return false end
  redis.call('HSET', record, 'told_to', math.max(number(record, 'told_to'), number(record, 'last')))
  redis.call('HSET', record, 'known_at', NOW)
  redis.call('HDEL', record, 'telling')
  forget('alert', alert)
  return true
end

-- placed: a line has had one more call placed, or text sent, on this day (UTC). How many there were tells of nobody.
local function day_of(at) return math.floor(at / (DAY * SECOND)) end
local function placed_key(line) return key('placed', line .. ':' .. day_of(NOW)) end
local function placed(line)
  redis.call('INCR', placed_key(line))
  redis.call('EXPIRE', placed_key(line), 2 * DAY)
end
