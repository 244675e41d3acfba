-- told_talk: a job has told one of the two what has happened to their conversation.
-- KEYS 6 the contact. ARGV: contact id, what was told, as in `news`
-- returns how many are still to be told something.
local record, contact = KEYS[6], ARGV[1]
local left = 0
if redis.call('EXISTS', record) == 1 then
  redis.call('HSET', record, 'news', without(get(record, 'news'), ARGV[2]))
  left = #words(get(record, 'news'))
end
if left == 0 then forget('news', contact) end
return answer('told', left)
