-- reach: a person who is called back has pressed 1. Should the specialist be gone, they wait like any caller.
-- KEYS 6 the offer, 7 the digest of the call. ARGV: offer id, call (encrypted)
-- returns the stage (also for a repeat), or "gone" when nobody is called back by this offer any more.
local record, id = KEYS[6], ARGV[1]
local contact = contact_of(id)
local caller = key('contact', contact)
if get(record, 'reached') == '' then
  if get(caller, 'mode') ~= 'callback' or get(record, 'called') == '' then return answer('gone') end
  redis.call('HSET', record, 'reached', NOW)
  tell('reached', contact, get(record, 'specialist'))
  with_telephone(contact, ARGV[2], KEYS[7])
end
return answer(get(caller, 'stage'))
