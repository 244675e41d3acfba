-- pace: what Twilio lets an account, or a sender, do only so often. A bucket gives out tokens at its rate; whoever finds
-- none waits for a turn, the longest waiting caller first. When Twilio refuses, the whole bucket pauses, longer each time.
local GRACE = 60 * SECOND  -- a turn that is lost is asked for again
local LONGEST_PAUSE = 16 * SECOND
local TICK = SECOND / 2  -- so late may the clock come to a turn

local function bucket_key(bucket) return key('pace', bucket) end
local function turns_key(bucket) return key('pace', bucket) .. ':turns' end

-- soonest: when the next token is to be had. `next` is when the bucket would be full but for one token. Nothing is ever further
-- off than a pause and a token: then the clock was set back, and what was reckoned by it before counts no more.
local function soonest(bucket)
  local record = bucket_key(bucket)
  local rate = number(record, 'rate')
  local token = rate > 0 and SECOND / rate or 0
  local saved = rate > 0 and (number(record, 'burst') - 1) * token or 0
  local at = math.max(number(record, 'next') - saved, number(record, 'pause'))
  if at <= NOW + LONGEST_PAUSE + token then return at end
  redis.call('HDEL', record, 'next', 'pause')
  return NOW
end

-- spend: a token is gone, whether there was one or not. One that was fetched `late` is reckoned from when it was there.
local function spend(bucket, late)
  local record = bucket_key(bucket)
  if number(record, 'rate') == 0 then return end
  local since = math.max(number(record, 'next'), NOW - (late or 0))
  redis.call('HSET', record, 'next', since + SECOND / number(record, 'rate'))
end

local function queue_up(bucket, kind, id, place)
  redis.call('ZADD', turns_key(bucket), place, kind .. ':' .. id)
  redis.call('ZADD', DEADLINES, 'LT', soonest(bucket), 'pace:' .. bucket)
  remind(kind, id, NOW + GRACE)
end

-- turn: true when `kind:id` may happen now, as of a rate and a burst (rate 0: without a limit); else it waits in line,
-- and its job is asked for when its turn has come.
local function turn(bucket, rate, burst, kind, id, record, place)
  if tonumber(rate) == 0 or redis.call('HDEL', record, 'turn') == 1 then return true end
  redis.call('HSET', bucket_key(bucket), 'rate', rate, 'burst', burst)
  if redis.call('EXISTS', turns_key(bucket)) == 0 and soonest(bucket) <= NOW then
    spend(bucket)
    return true
  end
  queue_up(bucket, kind, id, place)
  return false
end

local function out_of_turn(bucket, kind, id)
  redis.call('ZREM', turns_key(bucket), kind .. ':' .. id)
  forget(kind, id)
end

-- next_turn: whose turn it is, with a token taken for it; nothing while there is no token, or nobody waits.
local function next_turn(bucket)
  local first = redis.call('ZRANGE', turns_key(bucket), 0, 0)[1]
  if not first then return forget('pace', bucket) end
  local at = soonest(bucket)
  if at > NOW then return remind('pace', bucket, at) end
  redis.call('ZREM', turns_key(bucket), first)
  spend(bucket, TICK)
  return string.match(first, '^([^:]+):(.+)$')
end

-- slow: Twilio refuses or does not answer: nothing more is asked of the bucket for a while. `chance` is from 0 to 1.
local function slow(bucket, chance)
  local record = bucket_key(bucket)
  if NOW < number(record, 'pause') then return end  -- refusals of one moment are one
  local longest = math.min(2 ^ redis.call('HINCRBY', record, 'refusals', 1) * SECOND, LONGEST_PAUSE)
  redis.call('HSET', record, 'pause', NOW + math.floor(longest * (0.5 + chance / 2)))
  if redis.call('ZSCORE', DEADLINES, 'pace:' .. bucket) then remind('pace', bucket, soonest(bucket)) end
end

local function heals(bucket) redis.call('HDEL', bucket_key(bucket), 'refusals') end
