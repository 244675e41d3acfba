-- text_comes: how whoever texts stands; where nobody knows anything of them, their text is answered, once, as a stranger's.
-- KEYS 6 to 13 those of a text, 14 to 17 those of `stands` (_texter.lua).
-- ARGV: the digests of the number, the present one first; the texts of the line in an hour from which nobody is answered as
-- usual (0: no limit); then what is given as a stranger's answer (answered_once), or nothing where none is known yet
-- returns "answered" and the answer, also for a text that came before; or "known", then what `texter_of` and `stands` give.
local text, theirs, people = { unpack(KEYS, 6, 13) }, { unpack(KEYS, 14) }, words(ARGV[1])
local known, with = texter_of(text, people), stands(theirs, people)
local function is_stranger()
  local language, greeted, out, replies, kept, of_line, crowded, nearby = unpack(known)
  local specialist, _, _, contact, _, _, _, _, question, shut_out = unpack(with)
  local full = tonumber(ARGV[2])
  return language == '' and greeted + out + replies + crowded + shut_out == 0 and kept .. nearby == ''
    and specialist .. contact .. question == '' and (full == 0 or of_line < full)
end
if known[5] ~= '' then return answer('answered', known[5]) end
if ARGV[3] and is_stranger() then return answer('answered', answered_once(text, { unpack(ARGV, 3) })) end
local all = known
for _, one in ipairs(with) do all[#all + 1] = one end
return answer('known', unpack(all))
