-- erase_texts: the carrier is to delete what was written with somebody, until now and a moment after; asked for until it has.
-- KEYS 6 the erasing. ARGV: digest of the number, the number (encrypted)
local FIFTEEN_DAYS, ANSWERED = 15 * DAY, 30 * SECOND -- a text that is still under way cannot be deleted
redis.call('HSET', KEYS[6], 'number', ARGV[2], 'until', NOW + ANSWERED)
redis.call('EXPIRE', KEYS[6], FIFTEEN_DAYS)
remind('erasing', ARGV[1], NOW + ANSWERED)
return answer('asked')
