"""A telephone network in a process of its own: Twilio's side of the wire, for trying and testing without an account."""
