-- choose: a waiting caller asks for something else. Phones that ring for the caller stop; the place is kept.
-- KEYS 6 the contact. ARGV: contact id, step of the document that asked, choice
-- returns "choosing" (also for a repeat), else the stage that refuses it; then the step that the next document carries.
local record = KEYS[6]
local contact, step, choice = ARGV[1], tonumber(ARGV[2]), ARGV[3]
local stage = get(record, 'stage')

if stage == 'waiting' and number(record, 'step') == step then
  withdraw(contact, 'rescinded')
  step_out(contact)
  redis.call('HSET', record, 'stage', 'choosing', 'choice', choice)
  redis.call('HINCRBY', record, 'step', 1)
  remind('choosing', contact, NOW + 180 * SECOND)
  tell('choosing', contact, '', choice)
  stage = 'choosing'
end
return answer(stage, number(record, 'step'))
