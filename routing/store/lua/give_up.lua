-- give_up: a specialist and whoever is to be told of a contact have not come together, or do no more. They are given a while,
-- for one may be on the way; then the first is told, and has the caller again.
-- KEYS 6 the contact. ARGV: contact id
-- returns the stage.
local WHILE = 10 * SECOND
local record, contact = KEYS[6], ARGV[1]
local target = get(record, 'target')
if get(record, 'stage') ~= 'held' or target == '' then return answer(get(record, 'stage')) end
redis.call('HSETNX', record, 'apart_at', NOW)
if NOW - number(record, 'apart_at') < WHILE then
  remind('held', contact, number(record, 'apart_at') + WHILE)
else
  settle(target, 'rescinded', 'why', 'undone')
  remind('ending', target, NOW + 5 * SECOND)
  UNWANTED[1] = target
  transfers(record, 'failed')
  remind('aside', get(record, 'offer'), NOW)
  remind('held', contact, NOW + 60 * SECOND)
end
return answer('held')
