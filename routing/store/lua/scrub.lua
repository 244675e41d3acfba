-- scrub: a text that holds a PIN is to be deleted at the carrier; asked for until it is.
-- KEYS 6 the scrubbing. ARGV: its id, the text's SID (encrypted)
local FIFTEEN_DAYS = 15 * DAY
if redis.call('HSETNX', KEYS[6], 'sid', ARGV[2]) == 1 then
  redis.call('EXPIRE', KEYS[6], FIFTEEN_DAYS)
  remind('scrub', ARGV[1], NOW + 5 * SECOND)
end
return answer('asked')
