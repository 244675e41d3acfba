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
