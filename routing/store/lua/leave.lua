-- leave: the caller is gone, or is let go with an outcome.
-- KEYS 6 the contact. ARGV: contact id, outcome ('' = as the stage tells)
-- returns "unknown", "repeat", "voicemail" (it is not known yet whether a message was left), "callback" (no telephone was
-- left to hang up, or what is promised is still to be kept) or "ended".
local KEPT = 5 * 60
local SHORT = 5 * SECOND
local record = KEYS[6]
local contact, outcome = ARGV[1], ARGV[2]
local stage = get(record, 'stage')
if stage == '' then return answer('unknown') end
if stage == 'ended' then return answer('repeat') end
if outcome == '' and stage == 'voicemail' and get(record, 'choice') == 'recording' then
  redis.call('HSET', record, 'gone', 1)
  remind('message', get(record, 'message'), NOW + 3 * SECOND)
  remind('heartbeat', contact, NOW + 300 * SECOND)
  return answer('voicemail')
end
if outcome == '' and get(record, 'mode') == 'callback' then return answer('callback') end
if outcome == '' and get(record, 'promise') ~= '' then
  hung_up_again(contact)
  return answer('callback')
end

if is_text(record) and stage == 'bridged' then announce(contact, 'specialist', 'left') end

local person = get(record, 'person')
if outcome == '' and number(record, 'bridged_at') == 0 and person ~= '' then
  local kept = get(record, 'entered_at') .. ' ' .. string.format('%.0f', NOW + KEPT * SECOND)
  redis.call('SET', key('digest', 'kept:' .. person), kept, 'EX', KEPT)
end
if outcome == '' and get(record, 'message_kept') ~= '' then
  outcome = 'voicemail_kept'
elseif outcome == '' and stage == 'choosing' then
  outcome = get(record, 'referred') ~= '' and 'referred' or 'resources'
elseif outcome == '' then
  outcome = NOW - number(record, 'entered_at') < SHORT and 'short_abandon' or 'abandoned'
end
over(contact, outcome)
return answer('ended', get(record, 'outcome'))
