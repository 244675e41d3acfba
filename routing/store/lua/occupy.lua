-- occupy: live state was lost while this specialist was on a call; busy until Twilio says that call is over.
-- KEYS 6 the specialist. ARGV: specialist id
local activity = get(KEYS[6], 'activity')
if activity == 'offline' or activity == 'on_break' then become(ARGV[1], 'engaged') end
if get(KEYS[6], 'offer') == '' then remind('recheck', ARGV[1], NOW + 15 * SECOND) end
return answer('engaged')
