-- acknowledge: somebody knows of an alert.
-- KEYS 6 the alert. ARGV: alert id
-- returns "acknowledged" or "unknown".
return answer(known(ARGV[1]) and 'acknowledged' or 'unknown')
