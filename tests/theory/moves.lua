-- moves: what happens at one moment of an injected clock, each step by the service's own script (`scripts`, which
-- helpline.py puts before this).
-- KEYS: those that every script is given first; for "enters" all that entering is given. ARGV: the moment in ms, the move, whom
-- it is about, then what entering is given. The moves: "enters" and "gives_up" (a contact), "takes" and "ends" (an offer).
-- returns the offers that begin to ring now.
local moment, move, subject = ARGV[1], ARGV[2], ARGV[3]
local prefix = string.sub(KEYS[1], 1, -(#'deadlines' + 1))
local rings = {}

local real = redis.call('TIME')
redis.call('SET', KEYS[4], moment - real[1] * 1000 - math.floor(real[2] / 1000))

local function key(kind, id) return prefix .. kind .. ':' .. id end
local function run(name, own, ...)
  local keys = { unpack(KEYS, 1, 5) }
  for _, each in ipairs(own) do keys[#keys + 1] = each end
  local said = scripts[name](keys, { ... })
  for _, offer in ipairs(said[2]) do rings[#rings + 1] = offer end
  return said[1]
end

local function contact_of(offer) return string.match(offer, '^(.*)-%d+$') end
local function insist(said, wanted, offer)
  if said ~= wanted then error(offer .. ': ' .. said .. ' and not ' .. wanted) end
end

-- erased: what the service forgets 15 minutes after the end; here at once, as many years of calls go by.
local function erased(contact, offer)
  redis.call('DEL', key('contact', contact), key('digest', 'call:' .. contact), offer and key('offer', offer))
end

local may = {}
function may.enters() run('enter', { unpack(KEYS, 6) }, unpack(ARGV, 4)) end
function may.gives_up()
  run('leave', { key('contact', subject) }, subject, '')
  erased(subject, subject)
end
function may.takes()
  local contact, offer = contact_of(subject), key('offer', subject)
  run('wait', { key('contact', contact) }, contact)  -- as the caller's telephone asks again and again
  run('progress', { offer }, subject, 'answered', 'leg')
  insist(run('accept', { offer }, subject), 'bridge', subject)
  run('join', { offer }, subject, 'specialist')
  insist(run('join', { offer }, subject, 'caller'), 'bridged', subject)
end
function may.ends()
  local contact = contact_of(subject)
  run('leave', { key('contact', contact) }, contact, '')
  run('finish', { key('offer', subject) }, subject, 'completed')
  erased(contact, subject)
end

may[move]()
redis.call('XTRIM', KEYS[2], 'MAXLEN', 0)
return rings
