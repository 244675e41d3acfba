-- shift: as the records have it, a specialist's shift has begun, or is over. What was asked for by hand since then holds.
-- KEYS 6 the specialist. ARGV: specialist id, starts|ends, when (ms; 0 is before anybody asked for anything), quiet (1|0)
-- returns the activity, then what they are still to be told (starts|on_break|ends, or ''), and when it began.
local record, specialist, edge, at = KEYS[6], ARGV[1], ARGV[2], tonumber(ARGV[3])
local activity, last = get(record, 'activity'), get(record, 'edge')
if activity == '' or get(record, 'removed') ~= '' or get(record, 'unverified') ~= '' then return answer('unknown', '', 0) end

-- on_call: available, or once free; a break stays one.
local function on_call()
  if activity == 'on_break' or get(record, 'wanted') == 'on_break' then return 'on_break' end
  if activity == 'offline' then
    redis.call('HSET', record, 'misses', 0, 'idle_since', NOW, 'turn', NOW)
    ready(specialist)
  elseif get(record, 'wanted') == 'offline' or activity == 'engaged' then
    -- Of a call of a lost life, only what is asked for says what comes after it.
    local theirs = get(record, 'offer') ~= '' or get(record, 'texts') ~= ''
    redis.call('HSET', record, 'wanted', theirs and '' or 'available')
    if seat(specialist) then pair_specialist(specialist) end
  end
  return 'starts'
end

-- off_call: at once, or when what is under way has ended. A phone that still rings, rings for somebody else.
local function off_call()
  local id = get(record, 'offer')
  if activity == 'offline' then return '' end
  if id == '' and activity ~= 'engaged' then
    stop(specialist, 'offline')
    return 'ends'
  end
  redis.call('HSET', record, 'wanted', 'offline')
  seat(specialist)
  if live(get(key('offer', id), 'state')) then
    settle(id, 'rescinded', 'why', 'shift_over')
    remind('ending', id, NOW + 5 * SECOND)
    UNWANTED[#UNWANTED + 1] = id
    drop(id)
  end
  return 'ends'
end

local never = at == 0 and edge == 'ends' and last == ''
if last ~= edge .. ':' .. ARGV[3] and number(record, 'asked_at') <= at and not never then
  local untold = edge == 'starts' and on_call() or off_call()
  -- A shift that was only moved while it is under way is no news.
  if ARGV[4] == '1' or (edge == 'starts' and string.match(last, '^starts')) then untold = '' end
  redis.call('HSET', record, 'edge', edge .. ':' .. ARGV[3], 'untold', untold)
end
return answer(get(record, 'activity'), get(record, 'untold'), tonumber(string.match(get(record, 'edge'), '%d+') or 0))
