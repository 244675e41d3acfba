"""Live state, secrets and records."""
