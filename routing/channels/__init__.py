"""What the telephone network sends and is told."""
