-- line: what its closing, and its opening, does to those who are in line. Places are kept; what is under way goes on.

-- of_line: the contacts in line, those first who are offered first.
local function of_line(line)
  local found = {}
  for _, contact in ipairs(redis.call('ZRANGE', CONTACTS, 0, -1)) do
    local record = key('contact', contact)
    if get(record, 'line') == line and in_line(record) then found[#found + 1] = contact end
  end
  table.sort(found, function(one, other) return place_of(key('contact', one)) < place_of(key('contact', other)) end)
  return found
end

local function close_line(line, till)
  redis.call('HSET', key('line', line), 'closed_till', till)
  if till > 0 then remind('reopen', line, till) else forget('reopen', line) end
  for _, contact in ipairs(of_line(line)) do
    withdraw(contact, 'rescinded', nil, 'line_closed')
    stand(contact)
  end
end

local function open_line(line)
  redis.call('HDEL', key('line', line), 'closed_till')
  forget('reopen', line)
  for _, contact in ipairs(of_line(line)) do pair_contact(contact) end
end
