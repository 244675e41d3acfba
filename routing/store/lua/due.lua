-- due: what must happen by now. A transition is made here; what needs a job is lent to it and comes again until it has worked.
-- ARGV: how many at most, lease in ms. returns "open" or "lost" (the data is gone), then job, id, job, id...
local JOBS = { placing = 'ask', ringing = 'ask', whisper = 'ask', ending = 'ask', bridge = 'bridge', heartbeat = 'check',
  moving = 'move', recheck = 'recheck' }
local RECORDS = { placing = 'offer', ringing = 'offer', whisper = 'offer', ending = 'offer', ready = 'specialist',
  recheck = 'specialist' }
local limit, lease = tonumber(ARGV[1]), tonumber(ARGV[2])
local jobs = {}

local function choosing_is_over(contact)
  local record = key('contact', contact)
  if get(record, 'stage') ~= 'choosing' then return forget('choosing', contact) end
  if get(record, 'choice') == 'cut_off' then
    remind('choosing', contact, NOW + lease)
    return { 'check', contact }
  end
  redis.call('HINCRBY', record, 'step', 1)
  back_in_line(contact)
end

for _, member in ipairs(redis.call('ZRANGEBYSCORE', DEADLINES, '-inf', NOW, 'LIMIT', 0, limit)) do
  local kind, id = string.match(member, '^([^:]+):(.+)$')
  local job
  if redis.call('EXISTS', key(RECORDS[kind] or 'contact', id)) == 0 then
    forget(kind, id)
  elseif kind == 'ready' then
    local activity = get(key('specialist', id), 'activity')
    if activity == 'available' or activity == 'wrap_up' then ready(id) else forget(kind, id) end
  elseif kind == 'choosing' then
    job = choosing_is_over(id)
  else
    remind(kind, id, NOW + lease)
    job = { JOBS[kind], id }
  end
  if job then
    jobs[#jobs + 1] = job[1]
    jobs[#jobs + 1] = job[2]
  end
end
return answer(redis.call('EXISTS', EPOCH) == 1 and 'open' or 'lost', NOW, unpack(jobs))
