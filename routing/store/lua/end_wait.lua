-- end_wait: a supervisor ends the wait of somebody who is not on the telephone; who has a telephone for texts is told.
-- KEYS 6 the contact. ARGV: contact id, step when it was looked at, outcome, where its person is told (sealed; '' is the
-- one it has), what they are told
-- returns "ended" (also for a repeat), else the stage that refuses it, or "calls": its person is on the telephone now.
local record = KEYS[6]
local contact, step, outcome, to, told = ARGV[1], tonumber(ARGV[2]), ARGV[3], ARGV[4], ARGV[5]
local stage = get(record, 'stage')
if stage == 'ended' and get(record, 'outcome') == outcome then return answer('ended') end
if (stage ~= 'waiting' and stage ~= 'callback') or number(record, 'step') ~= step then return answer(stage) end
if stage == 'waiting' and not is_text(record) then return answer('calls') end

if to ~= '' then redis.call('HSET', record, 'number', to) end
if get(record, 'number') ~= '' then announce(contact, 'person', told) end
over(contact, outcome)
return answer('ended')
