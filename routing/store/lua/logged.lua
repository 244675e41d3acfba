-- logged: the note of a contact that has ended is on record, or is not wanted any more.
-- KEYS 6 the contact. ARGV: contact id
-- returns the stage.
local record, contact = KEYS[6], ARGV[1]
local stage = get(record, 'stage')
if stage == 'ended' then
  redis.call('HDEL', record, 'consent')
  forget('log', contact)
  fade(contact)
end
return answer(stage)
