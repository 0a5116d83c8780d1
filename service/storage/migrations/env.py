"""What Alembic runs: the connection comes from service.storage.migrate, which alone starts migrations."""

from alembic import context

from service.storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite can't alter most of a table: there Alembic copies it.
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
