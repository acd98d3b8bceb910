"""What must survive a crash: tables, queries, migrations and copies of the database."""
