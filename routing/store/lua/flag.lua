-- flag: a specialist asks a supervisor to look at a contact. KEYS 6 the offer. ARGV: offer id
-- returns "flagged" (also for a repeat) or "" for an offer that nothing is known of.
local record, id = KEYS[6], ARGV[1]
if get(record, 'specialist') == '' then return answer('') end
if redis.call('HSETNX', record, 'flagged', NOW) == 1 then tell('flagged', contact_of(id), get(record, 'specialist')) end
return answer('flagged')
