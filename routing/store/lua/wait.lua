-- wait: a caller's telephone asks what to do next, which shows that the caller is still there.
-- KEYS 6 the contact. ARGV: contact id
-- returns "unknown", or the stage, then: step, offer, choice, place, on duty, offers made so far,
-- handled seconds, handled count, of a closed line when it opens (ms; 0 is not known), else '', and until when
-- somebody may wait for a text (ms), 0 for everybody else.
local record, contact = KEYS[6], ARGV[1]
local stage = get(record, 'stage')
if stage == '' then return answer('unknown') end

local queue = words(get(record, 'queues'))[1]
local place = place_in(queue, contact, waiting_part(record))
if not is_text(record) and (stage == 'waiting' or stage == 'choosing' or stage == 'held') then
  redis.call('HSET', record, 'heartbeat', NOW)
  remind('heartbeat', contact, NOW + 90 * SECOND)
end
local closed = closed_till(get(record, 'line'))
if stage == 'waiting' and not closed and on_duty(record) == 0 then
  alarm('nobody', get(record, 'line'))
  ask_out(queue)
end
if stage ~= 'ended' then redis.call('EXPIRE', record, DAY) end
local handled = queue_key(queue, 'handled')
-- A telephone that asks for who is called back is not the one that will be rung.
if stage == 'accepted' and get(record, 'mode') == 'callback' then stage = 'callback' end
return answer(stage, number(record, 'step'), get(record, 'offer'), get(record, 'choice'), place,
  on_duty(record), number(record, 'offered'), number(handled, 'seconds'), number(handled, 'count'), closed or '',
  redis.call('ZSCORE', DEADLINES, 'lapse:' .. contact) or 0)
