"""Password hashing: Argon2id with the parameters OWASP recommends."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class PortalArgon2PasswordHasher(Argon2PasswordHasher):
    """12 MiB, three passes, one lane: about 20 ms of a core, against 141 for Django's defaults (performance.md 3.2).

    One of five settings that OWASP's cheat sheet on password storage calls equally strong; 19 MiB with two passes, another of
    them, takes a third longer here, because that memory does not fit into the cache of a core. Older hashes are renewed at the
    next sign-in.
    """

    time_cost = 3
    memory_cost = 12 * 1024
    parallelism = 1
