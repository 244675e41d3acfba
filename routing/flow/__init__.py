"""The stories of a contact, told over the ports."""
