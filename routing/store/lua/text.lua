-- text: somebody is to be sent a text, once. Asked again by the same id, nothing changes.
-- KEYS 6 the text. ARGV: text id, field, value, field, value... (kind, line, to and words, both encrypted)
-- returns its state: "waiting" when a job is to send it, else what has become of it.
local record, text = KEYS[6], ARGV[1]
ask_text(text, unpack(ARGV, 2))
return answer(get(record, 'state'))
