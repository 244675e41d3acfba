-- progress: news of an offer's leg before its end.
-- KEYS 6 the offer. ARGV: offer id, news (placed|initiated|ringing|answered|asked, which is whoever
-- answered being asked to take it), leg (encrypted)
-- returns "wanted" or "unwanted" (nobody needs this leg any more: it is to be ended), then language, seconds
-- waited, the specialist's languages, the contact's stage and topic.
local WHISPER = 40 * SECOND
local PATIENCE = 10 * SECOND
local record, id = KEYS[6], ARGV[1]
local news, leg = ARGV[2], ARGV[3]
local state = get(record, 'state')
if state == '' then return answer('unknown') end
local contact = key('contact', contact_of(id))
if redis.call('HSETNX', record, 'leg', leg) == 1 then placed(get(contact, 'line')) end

local function result(word)
  local languages = get(key('specialist', get(record, 'specialist')), 'languages')
  local seconds = math.floor((NOW - number(contact, 'entered_at')) / SECOND)
  return answer(word, get(contact, 'language'), seconds, languages, get(contact, 'stage'), get(contact, 'topic'))
end
if state == 'accepted' then return result('wanted') end
if not live(state) then
  -- A call that was given up as never placed may come to life after all: it is ended then.
  if get(record, 'over') == '' or state == 'not_rung' then UNWANTED[1] = id end
  return result('unwanted')
end

if news == 'placed' then
  heals('calls')
  if state == 'placing' then remind('placing', id, NOW + 60 * SECOND) end
else
  if state == 'placing' then
    redis.call('HSET', record, 'state', 'ringing')
    forget('placing', id)
    remind('ringing', id, NOW + rings_for(record) * SECOND + PATIENCE)
  end
  if news == 'asked' then redis.call('HSET', record, 'asked', NOW) end
  if (news == 'answered' or news == 'asked') and redis.call('HSETNX', record, 'answered', NOW) == 1 then
    forget('ringing', id)
    remind('whisper', id, NOW + WHISPER)
  end
end
return result('wanted')
