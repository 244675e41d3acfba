-- brief: one of the two is in the bridge where a held contact is told of.
-- KEYS 6 the offer of whoever is told. ARGV: offer id, first|specialist
-- returns "stale", "joined" or "briefing" (both are there).
local record, id, who = KEYS[6], ARGV[1], ARGV[2]
local contact = contact_of(id)
local caller = key('contact', contact)
if get(caller, 'stage') ~= 'held' or get(caller, 'target') ~= id then return answer('stale') end
local joined = without(get(caller, 'brief'), who) .. ' ' .. who
redis.call('HSET', caller, 'brief', joined)
if #words(joined) < 2 then return answer('joined') end
if get(caller, 'briefed_at') == '' then
  redis.call('HDEL', caller, 'apart_at')
  redis.call('HSET', caller, 'briefed_at', NOW)
  tell('briefing', contact, get(record, 'specialist'))
end
return answer('briefing')
