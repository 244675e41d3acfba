-- line: somebody has closed a line, or opened it. What was said later holds, in whatever order it comes.
-- KEYS 6 the line. ARGV: line id, closed|open, when it was said (ms), until when it is closed (ms; 0 is not known)
-- returns "closed" or "open", as it is now.
local record, line, wanted, said_at, till = KEYS[6], ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
if said_at >= number(record, 'said_at') then
  local was, closes = closed_till(line) ~= nil, wanted == 'closed' and (till == 0 or NOW < till)
  redis.call('HSET', record, 'said_at', said_at)
  if closes then close_line(line, till) else open_line(line) end
  if was ~= closes then tell(closes and 'line_closed' or 'line_open', '', '', line) end
end
return answer(closed_till(line) and 'closed' or 'open')
