"""A room that only changes tables of others, in the ways docs/operations.md allows ("Changing tables without stopping")."""
