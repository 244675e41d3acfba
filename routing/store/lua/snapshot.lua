-- snapshot: what supervisors see, as one moment. KEYS 6 the roster. ARGV: how many contacts at most, queue, queue...
-- returns JSON: {"queues": [...], "contacts": [...], "specialists": [...]}, times in whole seconds.
local function seconds(since) return math.max(0, math.floor((NOW - since) / SECOND)) end
local queues, contacts, specialists = {}, {}, {}

for i = 2, #ARGV do
  local waiting, longest = 0, 0
  for _, part in ipairs({ 'waiting', 'writing', 'offered' }) do
    waiting = waiting + redis.call('ZCARD', queue_key(ARGV[i], part))
    local head = redis.call('ZRANGE', queue_key(ARGV[i], part), 0, 0)[1]
    if head then longest = math.max(longest, seconds(number(key('contact', head), 'entered_at'))) end
  end
  queues[#queues + 1] = { name = ARGV[i], waiting = waiting, longest_wait_s = longest,
    available = redis.call('ZCARD', queue_key(ARGV[i], 'available')) }
end
for _, id in ipairs(redis.call('ZRANGE', CONTACTS, 0, tonumber(ARGV[1]) - 1)) do
  local record = key('contact', id)
  contacts[#contacts + 1] = { id = id, channel = get(record, 'channel'), stage = get(record, 'stage'),
    queue = words(get(record, 'queues'))[1] or '',
    wait_s = math.max(0, math.floor(((number(record, 'bridged_at') > 0 and number(record, 'bridged_at') or NOW)
      - number(record, 'entered_at')) / SECOND)) }
end
for _, id in ipairs(redis.call('SMEMBERS', KEYS[6])) do
  local record = key('specialist', id)
  specialists[#specialists + 1] = { name = get(record, 'name'), activity = get(record, 'activity'),
    contacts = get(record, 'activity') == 'engaged' and math.max(1, #words(get(record, 'texts'))) or 0 }
end
return cjson.encode({ queues = queues, contacts = contacts, specialists = specialists })
