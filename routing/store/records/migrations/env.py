"""Run the migrations on the connection that routing.store.records.migrating hands over."""

from alembic import context

from routing.store.records.models import Base

context.configure(connection=context.config.attributes["connection"], target_metadata=Base.metadata)
with context.begin_transaction():
    context.run_migrations()
