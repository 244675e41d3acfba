-- finish: the leg of an offer is over, which frees the specialist.
-- KEYS 6 the offer. ARGV: offer id, how (completed|busy|no-answer|failed|canceled|not_rung)
-- returns "unknown", "repeat", "over" (also of who was being called back), "cut_off" (the caller is alone in the bridge)
-- or "back" (the caller waits again).
local MEANS = { busy = 'busy', failed = 'failed', not_rung = 'not_rung' }
local record, id = KEYS[6], ARGV[1]
local how = ARGV[2]
local state, specialist = get(record, 'state'), get(record, 'specialist')
if state == '' then return answer('unknown') end
if redis.call('HSETNX', record, 'over', NOW) == 0 then return answer('repeat') end
redis.call('EXPIRE', record, AFTERLIFE)
forget_all({ 'placing', 'ringing', 'whisper', 'ending', 'aside' }, id)

if state ~= 'accepted' then
  local cause
  if live(state) then
    state = MEANS[how] or 'missed'
    if refuse(id, state) then return answer('over') end
    -- Whoever answered and was asked nothing, because the carrier did not reach us, has not missed it by their own doing.
    if how == 'completed' and get(record, 'asked') == '' then cause = 'unasked' end
  end
  set_aside(specialist, cause or state)
  return answer('over')
end

local contact = contact_of(id)
local caller = key('contact', contact)
local word, stage, wrap_up = 'over', get(caller, 'stage'), number(caller, 'wrap_up') * SECOND
if stage == 'held' and get(caller, 'target') == id then
  transfers(caller, 'asking')
  ask_next(contact)
elseif get(caller, 'offer') == id and stage == 'held' and get(caller, 'target') ~= '' then
  hand_over(contact)
elseif get(caller, 'offer') == id and (stage == 'bridged' or stage == 'held') then
  word = 'cut_off'
  -- Should the end of the bridge not bring the caller back by itself. Whoever is back asks what next, and may be hearing what
  -- to do in an emergency, from which nobody is moved away.
  local back = stage == 'held' and get(caller, 'choice') ~= 'left'
  cut_off(contact)
  if not back then remind('moving', contact, NOW + 4 * SECOND) end
elseif get(caller, 'offer') == id and stage == 'accepted' and get(caller, 'mode') == 'callback' then
  if get(record, 'called') ~= '' then
    UNWANTED[#UNWANTED + 1] = id  -- for the call to the person
    rest(contact)
  else
    back_in_line(contact)
  end
elseif get(caller, 'offer') == id and stage == 'accepted' then
  word = 'back'
  back_in_line(contact)
  remind('moving', contact, NOW + 4 * SECOND)
end

-- How it went is told of the queue alone: of no contact, and of no specialist.
local said = get(record, 'word')
if said ~= '' then tell('word', '', '', (words(get(caller, 'queues'))[1] or '') .. ' ' .. said) end

local person = key('specialist', specialist)
if get(person, 'activity') == '' then return answer(word) end
redis.call('HSET', person, 'idle_since', NOW)
-- Whoever has been spoken to after the bridge has begun to wrap up then, and may have asked for less or more of it.
local asked = get(person, 'activity') == 'wrap_up'
local ended, ready_at = asked and number(person, 'since') or NOW, asked and wraps_until(specialist) or NOW + wrap_up
local talked = number(record, 'joined_at')
if talked > 0 then handled(contact, ended - talked + wrap_up) end
free(specialist, 'wrap_up', talked > 0 and ready_at - NOW or 0)
return answer(word)
