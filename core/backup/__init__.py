"""Backups that prove themselves: taken whole or not at all, and believed only after every chain was walked."""
