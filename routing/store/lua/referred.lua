-- referred: somebody at another line has pressed 1: from now on the call is theirs, and whoever held the caller is freed.
-- KEYS 6 the contact. ARGV: contact id, choice
-- returns the stage.
local record, contact, choice = KEYS[6], ARGV[1], ARGV[2]
if get(record, 'transfer') == choice then
  unhold(contact, 'rescinded')
  redis.call('HSET', record, 'stage', 'choosing', 'offer', '')
  remind('choosing', contact, NOW + 120 * SECOND)
end
local chosen = get(record, 'choice')
-- "cut_off": the specialist who held the caller has hung up meanwhile.
if get(record, 'stage') == 'choosing' and (chosen == choice or chosen == 'cut_off') then
  redis.call('HSET', record, 'choice', choice, 'referred', 1)
end
return answer(get(record, 'stage'))
