"""Alembic's files: `env` connects it to ours, `versions` holds the numbered steps. Run by `store.schema.upgrade`."""
