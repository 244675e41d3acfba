-- pass_talk: a specialist gives a conversation away: back in line at its place, where a colleague may be asked first.
-- KEYS 6 the contact. ARGV: contact id, offer, why (passed|silent), colleague or ''
-- returns "passed", or "over": it is not theirs.
local record, contact, id = KEYS[6], ARGV[1], ARGV[2]
if get(record, 'stage') ~= 'bridged' or get(record, 'offer') ~= id or not is_text(record) then return answer('over') end
if ARGV[4] ~= '' then redis.call('HSET', record, 'first', ARGV[4]) end
hand_back(contact, ARGV[3], 60 * SECOND)
return answer('passed')
