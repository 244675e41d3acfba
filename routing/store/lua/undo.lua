-- undo: a bridge that did not come about is taken back; the contact stands where it stood.
-- KEYS 6 the contact. ARGV: contact id, tries that are allowed
-- returns "again" (try once more), "undone", or the stage when there is nothing to undo.
local record, contact, allowed = KEYS[6], ARGV[1], tonumber(ARGV[2])
local stage, id = get(record, 'stage'), get(record, 'offer')
if stage ~= 'accepted' then return answer(stage) end
if redis.call('HINCRBY', record, 'tries', 1) <= allowed then return answer('again') end

settle(id, 'rescinded', 'why', 'undone')
remind('ending', id, NOW + 5 * SECOND)
UNWANTED[1] = id
tell('undone', contact, get(key('offer', id), 'specialist'))
back_in_line(contact)
remind('moving', contact, NOW + 4 * SECOND)
return answer('undone')
