"""Places and meetings: lists that others publish, read and searched."""
