"""Records that outlive a contact: SQLAlchemy models, their migrations, and queries by noun."""
