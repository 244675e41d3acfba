-- untold: a promise was not on record in time, and its caller heard so: should it come to be there, it is none.
-- KEYS 6 the contact. ARGV: promise
-- returns the stage, "" when the contact is not known any more.
local record, promise = KEYS[6], ARGV[1]
if get(record, 'stage') ~= '' then
  redis.call('HSET', record, 'untold', without(get(record, 'untold'), promise) .. ' ' .. promise)
else
  redis.call('SET', key('digest', 'untold:' .. promise), 1, 'EX', DAY)
end
return answer(get(record, 'stage'))
