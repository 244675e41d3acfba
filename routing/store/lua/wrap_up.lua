-- wrap_up: the bridge is over and its specialist still on the line: wrap-up begins, and they are asked what they need.
-- KEYS 6 the offer. ARGV: offer id
-- returns "wrap_up" (also for a repeat), "over" (the leg has ended as well) or the offer's state where nobody talked.
local MOST = 60 * SECOND  -- between two answers; then the leg is ended
local record, id = KEYS[6], ARGV[1]
local specialist = get(record, 'specialist')
if get(record, 'state') ~= 'accepted' or number(record, 'joined_at') == 0 then return answer(get(record, 'state')) end
if get(record, 'over') ~= '' then return answer('over') end
if get(key('specialist', specialist), 'offer') == id then become(specialist, 'wrap_up') end
remind('ending', id, NOW + MOST)
return answer('wrap_up')
