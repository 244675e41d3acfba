-- say_word: a specialist says in a word how a call went. The last one said holds; it is counted when their leg is over.
-- KEYS 6 the offer. ARGV: offer id, word
-- returns "said" (also for a repeat), or "over" when it is too late.
local record = KEYS[6]
if get(record, 'channel') == 'text' and get(record, 'over') ~= '' then
  -- A text has no leg whose end it could be counted at: it is counted now, once.
  local queues = words(get(key('contact', contact_of(ARGV[1])), 'queues'))
  if redis.call('HSETNX', record, 'word', ARGV[2]) == 1 then tell('word', '', '', (queues[1] or '') .. ' ' .. ARGV[2]) end
  return answer('said')
end
if get(record, 'state') ~= 'accepted' or number(record, 'joined_at') == 0 or get(record, 'over') ~= '' then
  return answer('over')
end
redis.call('HSET', record, 'word', ARGV[2])
return answer('said')
