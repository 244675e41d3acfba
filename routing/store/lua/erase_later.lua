-- erase_later: the records could not forget somebody; a job tries again, for a day.
-- KEYS 6 the forgetting. ARGV: digest of the number, the number (encrypted), how it was asked for
redis.call('HSET', KEYS[6], 'at', NOW, 'number', ARGV[2], 'how', ARGV[3])
redis.call('EXPIRE', KEYS[6], DAY)
remind('forgetting', ARGV[1], NOW + 60 * SECOND)
return answer('asked')
