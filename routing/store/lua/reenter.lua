-- reenter: a promise that is open on record has its contact here, whatever was lost.
-- KEYS 6 the contact, 7 the digest of its person. ARGV: contact id, promise, entered_at, since, until, field, value...
-- returns "callback", or the stage of the contact that has the promise; "other" when its caller was told otherwise.
local record, person = KEYS[6], KEYS[7]
local contact, promise, entered_at, since, till = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4]), tonumber(ARGV[5])

-- adopted: live state was away when the promise was made: the contact that is still here has it from now on.
local function adopted()
  if get(record, 'promise') ~= '' or number(record, 'bridged_at') > 0 then return end
  redis.call('HSET', record, 'promise', promise)
  tell('asked_back', contact)
end

if without(get(record, 'untold'), promise) ~= get(record, 'untold') then return answer('other') end
if redis.call('EXISTS', key('digest', 'untold:' .. promise)) == 1 then return answer('other') end
-- A person who has called since has a contact of another name, which takes the promise over.
local holder = redis.call('GET', person)
if holder and holder ~= contact and redis.call('EXISTS', key('contact', holder)) == 1 then
  contact, record = holder, key('contact', holder)
end
if redis.call('EXISTS', record) == 1 then
  local stage = get(record, 'stage')
  if stage == 'ended' then return answer(stage) end
  adopted()
  redis.call('EXPIRE', record, DAY)
  redis.call('EXPIRE', person, DAY)
  return answer(get(record, 'promise') == promise and stage or 'other')
end

-- Offers are counted from another number, so that those of a lost life are not taken for the ones to come.
redis.call('HSET', record, 'entered_at', entered_at, 'step', 0, 'offers', '', 'offered', math.floor(NOW / SECOND),
  'promise', promise, 'mode', 'callback')
redis.call('HSET', record, unpack(ARGV, 6))
redis.call('ZADD', CONTACTS, entered_at, contact)
redis.call('EXPIRE', record, DAY)
redis.call('SET', person, contact, 'EX', DAY)
await(contact, since, till)
return answer('callback')
