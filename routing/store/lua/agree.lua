-- agree: a yes to a note is on record. Once the contact has ended, a job writes the note.
-- KEYS 6 the contact. ARGV: contact id, consent
-- returns the stage; '' with nothing known of it.
local record, contact = KEYS[6], ARGV[1]
local stage = get(record, 'stage')
if stage == '' then return answer('') end
redis.call('HSET', record, 'consent', ARGV[2])
if stage == 'ended' then fade(contact) end  -- a caller may hang up on the yes
return answer(stage)
