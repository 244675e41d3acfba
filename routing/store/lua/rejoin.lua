-- rejoin: a caller comes back to the place that was kept, waits no longer on hold, or is moved up by a priority.
-- KEYS 6 the contact. ARGV: contact id, step of the document that asked, priority
-- returns the stage, then the step that the next document carries.
local record = KEYS[6]
local contact, step, priority = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local stage = get(record, 'stage')

local here = stage == 'voicemail' and get(record, 'gone') == ''  -- who has hung up is not put in line again
if (stage == 'choosing' or stage == 'waiting' or stage == 'held' or here) and number(record, 'step') == step then
  redis.call('HSET', record, 'priority', math.max(priority, number(record, 'priority')))
  redis.call('HINCRBY', record, 'step', 1)
  if stage == 'waiting' then
    stand(contact)
  else
    back_in_line(contact)
  end
end
return answer(get(record, 'stage'), number(record, 'step'))
