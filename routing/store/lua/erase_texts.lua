-- erase_texts: the carrier is to delete what was written with somebody, until now and a moment after; asked for until it has.
-- KEYS 6 the erasing. ARGV: digest of the number, the number (encrypted)
erased_at_carrier(ARGV[1], ARGV[2])
return answer('asked')
