-- leave: the caller is gone, or is let go with an outcome.
-- KEYS 6 the contact. ARGV: contact id, outcome ('' = as the stage tells)
-- returns "unknown", "repeat" or "ended".
local SHORT = 5 * SECOND
local record = KEYS[6]
local contact, outcome = ARGV[1], ARGV[2]
local stage, accepted = get(record, 'stage'), get(record, 'offer')
if stage == '' then return answer('unknown') end
if stage == 'ended' then return answer('repeat') end

if number(record, 'bridged_at') > 0 then
  outcome = 'bridged'
elseif outcome == '' and stage == 'choosing' then
  outcome = 'resources'
elseif outcome == '' then
  outcome = NOW - number(record, 'entered_at') < SHORT and 'short_abandon' or 'abandoned'
end
over(contact, outcome)
if accepted ~= '' and get(key('offer', accepted), 'over') == '' then
  look_after(accepted)
  if stage == 'accepted' then UNWANTED[#UNWANTED + 1] = accepted end
end
return answer('ended', outcome)
