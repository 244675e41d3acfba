-- common: what every script shares; prepended to each by scripts.py.
-- KEYS 1 to 5 are always the same. Keys of a contact, specialist or offer that a script itself chooses are built by `key`.
local DEADLINES, EVENTS, EPOCH, CLOCK_OFFSET, CONTACTS = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local PREFIX = string.sub(DEADLINES, 1, -(#'deadlines' + 1))
local SECOND = 1000
local DAY = 24 * 3600
local AFTERLIFE = 15 * 60

local function key(kind, id) return PREFIX .. kind .. ':' .. id end
local function queue_key(queue, part) return PREFIX .. 'queue:' .. queue .. ':' .. part end

local BEGAN = redis.call('TIME')  -- by the server, whose clock stands still while a script runs
local NOW = BEGAN[1] * 1000 + math.floor(BEGAN[2] / 1000) + (tonumber(redis.call('GET', CLOCK_OFFSET)) or 0)

local function get(record, field) return redis.call('HGET', record, field) or '' end
local function number(record, field) return tonumber(redis.call('HGET', record, field) or 0) or 0 end

-- words: the parts of a list that is kept as words with a space between.
local function words(list)
  local out = {}
  for word in string.gmatch(list, '%S+') do out[#out + 1] = word end
  return out
end
local function without(list, word)
  local out = {}
  for _, other in ipairs(words(list)) do
    if other ~= word then out[#out + 1] = other end
  end
  return table.concat(out, ' ')
end

local function contact_of(offer) return string.match(offer, '^(.*)-%d+$') end

local function remind(kind, id, at) redis.call('ZADD', DEADLINES, at, kind .. ':' .. id) end
local function forget(kind, id) redis.call('ZREM', DEADLINES, kind .. ':' .. id) end
local function forget_all(kinds, id)
  local theirs = {}
  for at, kind in ipairs(kinds) do theirs[at] = kind .. ':' .. id end
  redis.call('ZREM', DEADLINES, unpack(theirs))
end

-- counted_as: where a contact is counted, from its first event to its last, whatever becomes of it meanwhile: line, queue,
-- channel, and when it entered.
local COUNTED_AS = {}
local function counted_as(contact)
  if not contact or contact == '' then return '' end
  if COUNTED_AS[contact] then return COUNTED_AS[contact] end
  local record = key('contact', contact)
  local where, line, queues, channel, entered_at =
    unpack(redis.call('HMGET', record, 'counted_as', 'line', 'queues', 'channel', 'entered_at'))
  if not where and (line or '') == '' then return '' end
  if not where then
    where = table.concat({ line, words(queues or '')[1] or '-', channel or '', entered_at or '' }, ' ')
    redis.call('HSET', record, 'counted_as', where)
  end
  COUNTED_AS[contact] = where
  return where
end

-- tell: an event, for whoever watches, and for the counters: those have it off the stream when it is counted (counted.lua).
local function tell(what, contact, specialist, detail)
  local oldest = BEGAN[1] - DAY
  redis.call('XADD', EVENTS, 'MINID', '~', oldest * SECOND, '*', 'what', what, 'at', NOW, 'contact', contact or '',
    'specialist', specialist or '', 'detail', detail or '', 'counted_as', counted_as(contact))
end
