-- listen: a supervisor in somebody's bridge. A listening is of one bridge and no other: whatever ends that, ends it.
-- Its state: placing, ringing, asked (to press 1), pressed (a job tells the specialist), told, in, over (its leg is to be
-- ended), gone (a job writes that down), ended.
local LISTENED = 60 * SECOND

-- alive: somebody is in it, or on the way there.
local COMING = { placing = true, ringing = true, asked = true, pressed = true, told = true, ['in'] = true }
local function alive(listening) return COMING[get(listening, 'state')] == true end

-- unhook: nobody listens to the contact by this listening any more.
local function unhook(listening, id)
  local contact = key('contact', get(listening, 'contact'))
  if get(contact, 'listener') == id then redis.call('HDEL', contact, 'listener') end
end

-- let_off: a listening is over, for a reason; its leg, if any, is ended by a job.
local function let_off(id, why)
  local listening = key('listening', id)
  if not alive(listening) then return end
  redis.call('HSET', listening, 'state', 'over', 'why', why)
  unhook(listening, id)
  remind('listening', id, NOW)
end

-- unheard: the bridge of a contact is over, or is to be another: nobody listens to it.
local function unheard(contact)
  local id = get(key('contact', contact), 'listener')
  if id ~= '' then let_off(id, 'bridge') end
end
