-- texter: whoever texts: how they stand, and what a text is answered.
-- `keys` of the first two are those of a text: the texter, the answer to this text, the count of replies, who wants no
-- texts, the line's count of texts, whether they were told that there are too many, what was asked for nearby, the topic
-- that was told of.

-- texter_of: how whoever texts stands with the line: language, greeted (1 or 0), opted out (1 or 0), replies in the last
-- hour, the answer or "", the line's texts in the last hour, told that there are too many (1 or 0), what was asked for
-- nearby (sealed) or "", the topic that was told of in it (sealed) or "". `people` are the digests of the number, the
-- present one first.
local function texter_of(keys, people)
  local out = 0
  for _, person in ipairs(people) do
    if redis.call('SISMEMBER', keys[4], person) == 1 then out = 1 end
  end
  return { get(keys[1], 'language'), number(keys[1], 'greeted'), out, tonumber(redis.call('GET', keys[3]) or 0),
    redis.call('GET', keys[2]) or '', tonumber(redis.call('GET', keys[5]) or 0), redis.call('EXISTS', keys[6]),
    redis.call('GET', keys[7]) or '', redis.call('GET', keys[8]) or '' }
end

-- answered_once: keep what a text is answered, and return what it is: the first one's for a repeat.
-- `given`: answer (sealed), language or "", how many texts it is, "remember", "talks" (the same, in a talk with a person),
-- "crowded" (the answer says that there are too many) or "", line, the most that the line sends in an hour (0: no limit),
-- no answer (sealed): the one beyond that, what was asked for nearby (sealed) or "", how many of the texts go at once,
-- the topic that it tells of (sealed) or "".
local function answered_once(keys, given)
  local HOUR = 3600
  local sealed, language, texts, kind, line, most, none, nearby, at_once, topic = unpack(given)
  texts, most = tonumber(texts), tonumber(most)
  local function once(name, times)
    if redis.call('INCRBY', name, times) == times then redis.call('EXPIRE', name, HOUR) end
  end
  if redis.call('EXISTS', keys[2]) == 1 then return redis.call('GET', keys[2]) end
  -- What somebody asked to be done is confirmed all the same; only what they are told is limited.
  local limited = kind == 'remember' or kind == 'crowded'
  local full = limited and most > 0 and tonumber(redis.call('GET', keys[5]) or 0) + texts > most
  if full then sealed, texts = none, 0 end
  if kind == 'crowded' or full then alarm('crowded', line) end
  tell('text_came', '', '', line .. ' ' .. (full and 0 or at_once))
  redis.call('SET', keys[2], sealed, 'EX', DAY)
  if kind == 'crowded' then redis.call('SET', keys[6], 1, 'EX', HOUR) end
  if kind == 'remember' or kind == 'talks' then
    redis.call('HSET', keys[1], 'greeted', 1)
    if language ~= '' then redis.call('HSET', keys[1], 'language', language) end
    redis.call('EXPIRE', keys[1], DAY)
  end
  if nearby ~= '' and not full then redis.call('SET', keys[7], nearby, 'EX', HOUR) end
  if topic ~= '' and not full then redis.call('SET', keys[8], topic, 'EX', HOUR) end
  if texts > 0 then
    once(keys[3], 1)
    once(keys[5], texts)
  end
  return sealed
end

-- stands: with whom whoever texts is writing, as a specialist or as a person, and what they were asked last: specialist or
-- '', the offer they are asked about by text or '', the texts under way (number:offer ...), contact or '', its stage,
-- channel and mode, the offer of whoever has it, what was asked, 1 for whoever is shut out, else 0, and the offer of the
-- text that they are just done with, or ''.
-- `keys`: specialists by telephone, the person's open contact, what they were asked, whether they are shut out.
local function stands(keys, people)
  local specialist
  for _, digest in ipairs(people) do specialist = specialist or redis.call('HGET', keys[1], digest) end
  local person = key('specialist', specialist or '')
  local asked, texts = get(person, 'offer'), {}
  local record = key('offer', asked)
  if get(record, 'channel') ~= 'text' or not live(get(record, 'state')) then asked = '' end
  for _, id in ipairs(words(get(person, 'texts'))) do
    local slot = get(key('offer', id), 'slot')
    if slot ~= '' then texts[#texts + 1] = slot .. ':' .. id end  -- of one whose record is gone, `recheck` frees them
  end
  -- Of whom they have just written with, they may say how it went.
  local wrote = get(person, 'wrote')
  if number(key('offer', wrote), 'over') < NOW - 600 * SECOND or get(key('offer', wrote), 'word') ~= '' then wrote = '' end
  local contact = redis.call('GET', keys[2]) or ''
  local theirs = key('contact', contact)
  if get(theirs, 'stage') == '' or get(theirs, 'stage') == 'ended' then contact = '' end
  local shut_out = tonumber(redis.call('GET', keys[4]) or 0) > NOW and 1 or 0
  return { specialist or '', asked, table.concat(texts, ' '), contact, get(theirs, 'stage'), get(theirs, 'channel'),
    get(theirs, 'mode'), get(theirs, 'offer'), redis.call('GET', keys[3]) or '', shut_out, wrote }
end
