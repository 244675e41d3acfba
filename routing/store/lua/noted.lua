-- noted: what a specialist asked for is on record, unless they have asked for something else since.
-- KEYS 6 the specialist. ARGV: specialist id, when it was asked for, until when it holds (ms, 0 without an end)
local record = KEYS[6]
if number(record, 'asked_at') == tonumber(ARGV[2]) and number(record, 'break_until') == tonumber(ARGV[3]) then
  forget('noting', ARGV[1])
end
return answer('noted')
