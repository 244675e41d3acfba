-- disclose: a caller has heard, to its end, that somebody may listen to the call.
-- KEYS 6 the contact. ARGV: contact id, how far a listener may go, as they were told
local record = KEYS[6]
if get(record, 'stage') == '' or get(record, 'stage') == 'ended' or get(record, 'mode') == 'callback' then return answer('gone') end
redis.call('HSET', record, 'listen', ARGV[2])
return answer('disclosed')
