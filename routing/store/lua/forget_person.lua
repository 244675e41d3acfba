-- forget_person: a person wants to be forgotten: nothing that was promised is kept for them, nor a place for a next call.
-- A contact with a telephone goes on as it is; one without, `leave` ends.
-- KEYS 6 the digest of the person, 7 the place kept for them, 8 what they were asked, 9 what they had that has ended.
-- returns "unknown" (no open contact is theirs) or the contact's stage.
local person, kept, asked, ended = KEYS[6], KEYS[7], KEYS[8], KEYS[9]
local contact = redis.call('GET', person)
for _, over in ipairs(redis.call('SMEMBERS', ended)) do redis.call('HDEL', key('contact', over), 'person', 'number', 'caller') end
redis.call('DEL', person, kept, asked, ended)
if not contact then return answer('unknown') end
local record = key('contact', contact)
if get(record, 'stage') == '' then return answer('unknown') end
settled(contact, 'erased')
redis.call('HDEL', record, 'person', 'number', 'caller')
return answer(get(record, 'stage'))
