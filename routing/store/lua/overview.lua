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

local function add_contact(id)
  local record = key('contact', id)
  local stage = get(record, 'stage')
  local listed = out[KINDS[stage] or 'waiting']
  if #listed >= most then return end
  local bridged = number(record, 'bridged_at')
  listed[#listed + 1] = { id = id, stage = stage, channel = get(record, 'channel'), line = get(record, 'line'),
    queue = words(get(record, 'queues'))[1] or '', language = get(record, 'language'), topic = get(record, 'topic'),
    priority = number(record, 'priority'), rings = #words(get(record, 'offers')), entered_at = number(record, 'entered_at'),
    since = bridged > 0 and bridged or number(record, 'entered_at'),
    specialist = get(key('offer', get(record, 'offer')), 'specialist') }
end
for from = 0, LOOKED_AT - 1, PAGE do
  if #out.waiting >= most then break end
  for _, id in ipairs(redis.call('ZRANGE', CONTACTS, from, from + PAGE - 1)) do add_contact(id) end
end

local ids = redis.call('SMEMBERS', KEYS[6])
table.sort(ids)
for at = 1, math.min(#ids, 2 * most) do
  local record = key('specialist', ids[at])
  local texts = #words(get(record, 'texts'))
  out.specialists[at] = { id = ids[at], name = get(record, 'name'), activity = get(record, 'activity'),
    since = number(record, 'since'), wanted = get(record, 'wanted'),
    contacts = get(record, 'activity') == 'engaged' and math.max(1, texts) or texts }
end
for _, id in ipairs(redis.call('ZREVRANGE', PREFIX .. 'alerts', 0, ALERTS - 1)) do
  local record = key('alert', id)
  if get(record, 'since') ~= '' then
    out.alerts[#out.alerts + 1] = { kind = get(record, 'kind'), line = get(record, 'line'), since = number(record, 'since') }
  end
end
return cjson.encode(out)
