-- slow: Twilio did not place a call, and it is not the number's fault: all calls pause for a while, longer each time.
-- KEYS 6 the offer whose call it was. ARGV: offer id, chance (0 to 1), "again" when nothing was placed, else ''
-- returns "again" (the offer waits for another turn) or "slow".
local record, id = KEYS[6], ARGV[1]
local chance, again = tonumber(ARGV[2]), ARGV[3] == 'again'
slow('calls', chance)
if not again or get(record, 'state') ~= 'placing' then return answer('slow') end
redis.call('HDEL', record, 'claimed')
queue_up('calls', 'ring', id, place_of(key('contact', contact_of(id))))
remind('placing', id, NOW + GRACE + PLACING)
return answer('again')
