"""The RQ workers, their jobs, and the clock."""
