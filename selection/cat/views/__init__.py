"""Pages of the computer-assisted test."""
