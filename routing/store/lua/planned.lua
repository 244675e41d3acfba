-- planned: a specialist has been told what there was to tell; when their shifts are looked at again, and start next.
-- KEYS 6 the specialist. ARGV: specialist id, when to look (ms), next start (ms, 0 for none), end of the shift under way
-- (the same), the start they were reminded of (the same), the zone whose clocks they go by
local record, specialist, starts = KEYS[6], ARGV[1], tonumber(ARGV[3])
if get(record, 'activity') == '' or get(record, 'removed') ~= '' then
  forget('shift', specialist)
  return answer('unknown')
end
redis.call('HDEL', record, 'untold')
redis.call('HSET', record, 'next_start', starts, 'shift_ends', ARGV[4], 'reminded', ARGV[5], 'zone', ARGV[6])
each_queue(record, function(queue)
  if starts > 0 then
    redis.call('ZADD', queue_key(queue, 'next_start'), starts, specialist)
  else
    redis.call('ZREM', queue_key(queue, 'next_start'), specialist)
  end
end)
remind('shift', specialist, tonumber(ARGV[2]))
return answer('planned')
