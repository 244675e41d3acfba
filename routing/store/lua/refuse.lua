-- refuse: a specialist declines, or lets the question pass, while the leg is still up.
-- KEYS 6 the offer. ARGV: offer id, declined|missed
-- returns "refused", or the offer's state when it was settled already.
local record, id, how = KEYS[6], ARGV[1], ARGV[2]
local state = get(record, 'state')
if not live(state) then return answer(state) end
remind('ending', id, NOW + 10 * SECOND)
refuse(id, how)
return answer('refused')
