-- standing: how a specialist stands, as they may ask. KEYS 6 the specialist. ARGV: specialist id
-- returns the activity, then what comes after it (or ''), end of the break, end of the shift, next start (ms, or 0), and how
-- many wait for them, a hundred at most.
local MOST = 100
local record, waiting, seen = KEYS[6], 0, {}
each_queue(record, function(queue)
  for _, part in ipairs({ 'waiting', 'writing', 'offered' }) do
    for _, contact in ipairs(redis.call('ZRANGE', queue_key(queue, part), 0, MOST - 1)) do
      if not seen[contact] then seen[contact], waiting = true, waiting + 1 end
    end
  end
end)
return answer(get(record, 'activity'), get(record, 'wanted'), number(record, 'break_until'), number(record, 'shift_ends'),
  number(record, 'next_start'), math.min(waiting, MOST))
