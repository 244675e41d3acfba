"""Everything a deployment changes, and the code that reads it."""
