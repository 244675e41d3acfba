-- texts_erased: it is on record that the carrier is to delete what was written with somebody until then.
-- KEYS 6 the erasing. ARGV: digest of the number, until when, in ms
if ARGV[2] == get(KEYS[6], 'until') then
  redis.call('DEL', KEYS[6])
  forget('erasing', ARGV[1])
end
return answer('noted')
