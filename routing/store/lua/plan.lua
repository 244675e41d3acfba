-- plan: a job has reckoned when someone may be called next.
-- KEYS 6 the contact. ARGV: contact id, since, until (ms; 0 is without an end)
-- returns the stage.
local record, contact = KEYS[6], ARGV[1]
if get(record, 'stage') == 'callback' and get(record, 'rests') ~= '' and get(record, 'next_at') == '' then
  await(contact, tonumber(ARGV[2]), tonumber(ARGV[3]))
end
return answer(get(record, 'stage'))
