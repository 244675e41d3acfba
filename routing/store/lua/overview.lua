-- overview: what a supervisor watches, as one moment. KEYS 6 the roster. ARGV: how many of each kind at most, how many lines,
-- then the lines, then the queues.
-- returns JSON: at, contacts and people (how many there are), lines, queues, waiting, talking, called_back, specialists,
-- alerts; times in ms. Counts are of all; of each kind those are listed who are there longest.
local LOOKED_AT, PAGE, ALERTS = 1000, 100, 20
local KINDS = { accepted = 'talking', bridged = 'talking', held = 'talking', callback = 'called_back' }
local most, lines = tonumber(ARGV[1]), tonumber(ARGV[2])
local out = { at = NOW, contacts = redis.call('ZCARD', CONTACTS), people = redis.call('SCARD', KEYS[6]), lines = {},
  queues = {}, waiting = {}, talking = {}, called_back = {}, specialists = {}, alerts = {} }

for i = 3, lines + 2 do
  out.lines[i - 2] = { id = ARGV[i], closed_till = closed_till(ARGV[i]) or -1 }
end
for i = lines + 3, #ARGV do
  local waiting, since = 0, 0
  for _, part in ipairs({ 'waiting', 'writing', 'offered' }) do
    waiting = waiting + redis.call('ZCARD', queue_key(ARGV[i], part))
    local head = redis.call('ZRANGE', queue_key(ARGV[i], part), 0, 0)[1]
    local entered = head and number(key('contact', head), 'entered_at') or 0
    if entered > 0 and (since == 0 or entered < since) then since = entered end
  end
  out.queues[#out.queues + 1] = { name = ARGV[i], waiting = waiting, since = since,
    available = redis.call('ZCARD', queue_key(ARGV[i], 'available')),
    on_duty = redis.call('SCARD', queue_key(ARGV[i], 'on_duty')) }
end

-- All that is wanted of a record in one call: whoever calls waits while this looks.
local function read(record, ...)
  local values = redis.call('HMGET', record, ...)
  for at = 1, #values do values[at] = values[at] or '' end
  return unpack(values)
end

local function add_contact(id)
  local stage, channel, line, queues, language, topic, priority, offers, entered, bridged, offer, may, listener = read(
    key('contact', id), 'stage', 'channel', 'line', 'queues', 'language', 'topic', 'priority', 'offers', 'entered_at',
    'bridged_at', 'offer', 'listen', 'listener')
  local listed = out[KINDS[stage] or 'waiting']
  if #listed >= most then return end
  local queue = words(queues)[1] or ''
  local place = stage == 'waiting' and place_in(queue, id, channel == 'text' and 'writing' or 'waiting') or 0
  listed[#listed + 1] = { id = id, place = place, stage = stage, channel = channel, line = line, queue = queue,
    language = language, topic = topic, priority = tonumber(priority) or 0, rings = #words(offers),
    entered_at = tonumber(entered) or 0, since = tonumber(bridged) or tonumber(entered) or 0,
    specialist = offer ~= '' and get(key('offer', offer), 'specialist') or '', listen = may,
    listener = listener ~= '' and get(key('listening', listener), 'name') or '',
    listens = listener ~= '' and get(key('listening', listener), 'how') or '' }
end
for from = 0, LOOKED_AT - 1, PAGE do
  if #out.waiting >= most then break end
  for _, id in ipairs(redis.call('ZRANGE', CONTACTS, from, from + PAGE - 1)) do add_contact(id) end
end

local ids = redis.call('SMEMBERS', KEYS[6])
table.sort(ids)
for at = 1, math.min(#ids, 2 * most) do
  local name, activity, since, wanted, written = read(key('specialist', ids[at]), 'name', 'activity', 'since', 'wanted', 'texts')
  local texts = #words(written)
  out.specialists[at] = { id = ids[at], name = name, activity = activity, since = tonumber(since) or 0, wanted = wanted,
    contacts = activity == 'engaged' and math.max(1, texts) or texts }
end
for _, id in ipairs(redis.call('ZREVRANGE', PREFIX .. 'alerts', 0, ALERTS - 1)) do
  local record = key('alert', id)
  if get(record, 'since') ~= '' then
    out.alerts[#out.alerts + 1] = { kind = get(record, 'kind'), line = get(record, 'line'), since = number(record, 'since') }
  end
end
return cjson.encode(out)
