"""Password hashing for tests: the same algorithm, so cheap that a suite with a thousand accounts stays quick.

What an installation runs with is asserted in ``tests/web/test_production_settings.py``.
"""

from django.contrib.auth.hashers import Argon2PasswordHasher


class CheapArgon2(Argon2PasswordHasher):
    """Argon2id with the least that it takes."""

    time_cost = 1
    memory_cost = 8
    parallelism = 1
