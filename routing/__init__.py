"""The helpline: what it decides, what it keeps, and how it speaks to the telephone network."""
