-- referred: somebody at another line, which a caller chose, has pressed 1: from now on the call is theirs.
-- KEYS 6 the contact. ARGV: contact id, choice
-- returns the stage.
local record, choice = KEYS[6], ARGV[2]
local stage = get(record, 'stage')
if stage == 'choosing' and get(record, 'choice') == choice then redis.call('HSET', record, 'referred', 1) end
return answer(stage)
