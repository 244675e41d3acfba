-- talks: with whom whoever texts is writing, as a specialist or as a person, and what they were asked last.
-- KEYS 6 specialists by telephone, 7 the person's open contact, 8 what they were asked, 9 whether they are shut out.
-- ARGV: the digests of the number, the present one first
-- returns "stands", then: specialist or '', the offer they are asked about by text or '', the texts under way (number:offer ...),
-- contact or '', its stage, channel and mode, the offer of whoever has it, what was asked, 1 for whoever is shut out, else 0, and
-- the offer of the text that they are just done with, or ''.
local specialist
for _, digest in ipairs(ARGV) do specialist = specialist or redis.call('HGET', KEYS[6], digest) end
local person = key('specialist', specialist or '')
local asked, texts = get(person, 'offer'), {}
local record = key('offer', asked)
if get(record, 'channel') ~= 'text' or not live(get(record, 'state')) then asked = '' end
for _, id in ipairs(words(get(person, 'texts'))) do
  local slot = get(key('offer', id), 'slot')
  if slot ~= '' then texts[#texts + 1] = slot .. ':' .. id end  -- of one whose record is gone, `recheck` frees them
end
-- Of whom they have just written with, they may say how it went.
local wrote = get(person, 'wrote')
if number(key('offer', wrote), 'over') < NOW - 600 * SECOND or get(key('offer', wrote), 'word') ~= '' then wrote = '' end
local contact = redis.call('GET', KEYS[7]) or ''
local theirs = key('contact', contact)
if get(theirs, 'stage') == '' or get(theirs, 'stage') == 'ended' then contact = '' end
local shut_out = tonumber(redis.call('GET', KEYS[9]) or 0) > NOW and 1 or 0
return answer('stands', specialist or '', asked, table.concat(texts, ' '), contact, get(theirs, 'stage'), get(theirs, 'channel'),
  get(theirs, 'mode'), get(theirs, 'offer'), redis.call('GET', KEYS[8]) or '', shut_out, wrote)
