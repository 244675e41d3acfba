-- text_news: what has become of a text. News comes in any order; nothing moves a text back from its end.
-- KEYS 6 the text. ARGV: text id, later|sent|given_up|delivered|undelivered, why (a word, or Twilio's error code)
-- returns its state, or "unknown".
local SOONEST, LATEST = 10, 300
local ENDED = { delivered = true, undelivered = true, given_up = true }
local record, text = KEYS[6], ARGV[1]
local news, why = ARGV[2], ARGV[3]
local state = get(record, 'state')
if state == '' then return answer('unknown') end

if news == 'later' and state == 'sending' then
  -- Refused for now: nothing was sent, so the next try need not look.
  local tries = redis.call('HINCRBY', record, 'tries', 1)
  redis.call('HSET', record, 'state', 'waiting')
  redis.call('HDEL', record, 'tried', 'lease')
  remind('send', text, NOW + math.min(SOONEST * 2 ^ (tries - 1), LATEST) * SECOND)
elseif news ~= 'later' and not ENDED[state] then
  text_over(text, news, why)
end
return answer(get(record, 'state'))
