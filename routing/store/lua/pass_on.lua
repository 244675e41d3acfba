-- pass_on: a line of a conversation goes on to the other, as a text, after the one before it.
-- KEYS 6 the contact. ARGV: contact id, offer, who wrote it (person|specialist|us), text id, field, value...
-- returns "passed" (also for a repeat), or "over": the two do not write with each other any more.
local record, contact = KEYS[6], ARGV[1]
local id, writer, text = ARGV[2], ARGV[3], ARGV[4]
if redis.call('EXISTS', key('text', text)) == 1 then return answer('passed') end
local theirs = get(record, 'stage') == 'bridged' and get(record, 'offer') == id
if writer ~= 'us' and not theirs then return answer('over') end
local side, sealed
for i = 5, #ARGV, 2 do
  if ARGV[i] == 'side' then side = ARGV[i + 1] end
  if ARGV[i] == 'words' then sealed = ARGV[i + 1] end
end
if theirs then lasts(contact, id) end
if theirs and writer ~= 'us' then keep_line(id, writer .. ' ' .. text .. ' ' .. sealed) end
ask_text(text, 'after', get(record, 'last_' .. side), 'writer', writer, unpack(ARGV, 5))
if get(record, 'stage') ~= '' then redis.call('HSET', record, 'last_' .. side, text) end
if writer == 'specialist' then
  turn_to(contact, 'person')
elseif writer == 'person' and get(record, 'turn') ~= 'specialist' then
  turn_to(contact, 'specialist')
end
return answer('passed')
