-- now: the one clock that scripts and application share.
-- returns the time in ms.
return answer('now', NOW)
