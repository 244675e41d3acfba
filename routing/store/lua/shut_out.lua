-- shut_out: a specialist shuts the person of a contact out for a day.
-- KEYS 6 the offer. ARGV: offer id
-- returns "shut_out" (also for a repeat), or "withheld": nothing tells this person from others.
return answer(shut_out(ARGV[1]) and 'shut_out' or 'withheld')
