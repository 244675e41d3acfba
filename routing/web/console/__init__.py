"""The pages for supervisors and specialists."""
