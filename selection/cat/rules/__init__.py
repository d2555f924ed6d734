"""Rules of the computer-assisted test: pure, explicit moments, whole numbers and Decimal."""
