-- erased: somebody is forgotten on record, as they asked at a time.
-- KEYS 6 the forgetting. ARGV: digest of the number, when they asked, in ms, or "" for any time
if ARGV[2] == '' or ARGV[2] == get(KEYS[6], 'at') then
  redis.call('DEL', KEYS[6])
  forget('forgetting', ARGV[1])
end
return answer('erased')
