"""Password hashing: Argon2id with the parameters OWASP recommends."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class PortalArgon2PasswordHasher(Argon2PasswordHasher):
    """19 MiB, two passes, one lane: 20 to 35 ms of a core, against 141 for Django's defaults (performance.md 3.2)."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
