-- ask_log: may a caller who waits be asked whether a note may be kept? Once a contact, when its call has gone on for so long.
-- KEYS 6 the contact. ARGV: the document that would ask
-- returns "ask" (also for a repeat of that document) and since when it is asked (ms), or "no".
local AFTER, REPEATED = 180 * SECOND, 15 * SECOND
local record, document = KEYS[6], ARGV[1]
if get(record, 'stage') ~= 'waiting' or NOW - number(record, 'began') < AFTER then return answer('no', 0) end
if redis.call('HSETNX', record, 'log_asked', NOW) == 1 then redis.call('HSET', record, 'log_document', document) end
local asked = number(record, 'log_asked')
local this = get(record, 'log_document') == document and NOW - asked < REPEATED
return answer(this and 'ask' or 'no', asked)
