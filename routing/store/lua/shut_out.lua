-- shut_out: a specialist shuts the person of a contact out for a day.
-- KEYS 6 the offer. ARGV: offer id
-- returns "shut_out" (also for a repeat), or "withheld": nothing tells this person from others.
local record, id = KEYS[6], ARGV[1]
local person = get(key('contact', contact_of(id)), 'person')
if person == '' then return answer('withheld') end
if redis.call('HSETNX', record, 'shut_out', NOW) == 1 then
  redis.call('SET', key('digest', 'shut_out:' .. person), NOW + DAY * SECOND, 'EX', DAY)
  tell('shut_out', contact_of(id), get(record, 'specialist'))
end
return answer('shut_out')
