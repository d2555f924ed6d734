"""Django's backend for PostgreSQL, which tells the database whose rows it may show."""
