"""What an installation in production runs with, asked of the settings themselves in a process of their own."""

import json
import os
import subprocess
import sys

import pytest

ASK = """
import json, django
from django.conf import settings
django.setup()
from django.contrib.auth.hashers import get_hasher
first = get_hasher()
print(json.dumps({
    "algorithm": first.algorithm, "memory": first.memory_cost, "time": first.time_cost,
    "lanes": first.parallelism, "fallbacks": settings.SECRET_KEY_FALLBACKS,
    "cookies": [settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.SECURE_SSL_REDIRECT],
    "factor": settings.SECOND_FACTOR_REQUIRED, "hsts": settings.SECURE_HSTS_SECONDS, "debug": settings.DEBUG,
}))
"""


def asked(home, **environment):
    """Run the question in an environment of its own."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("ZHIHENG_")}
    return subprocess.run(
        [sys.executable, "-c", ASK], capture_output=True, text=True, check=False, timeout=60,
        env={**clean, "ZHIHENG_HOME": str(home), "ZHIHENG_MODE": "production",
             "DJANGO_SETTINGS_MODULE": "zhiheng.settings", "PYTHONPATH": os.pathsep.join(sys.path), **environment},
    )  # fmt: skip


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """The settings of an installation whose key was changed twice."""
    keys = {"ZHIHENG_SECRET_KEY": "third", "ZHIHENG_SECRET_KEY_FALLBACKS": "second,first"}
    return json.loads(asked(tmp_path_factory.mktemp("home"), **keys).stdout)


def test_passwords_are_hashed_with_argon2_at_full_strength(told):
    """At least what OWASP asks of Argon2id: 19 MiB and two passes."""
    assert (told["algorithm"], told["lanes"]) == ("argon2", 8)
    assert told["memory"] >= 19 * 1024
    assert told["time"] >= 2


def test_keys_of_before_are_taken_from_the_environment_the_newest_first(told):
    assert told["fallbacks"] == ["second", "first"]


def test_everything_goes_over_https_and_officials_show_a_second_factor(told):
    assert told["cookies"] == [True, True, True]
    assert (told["factor"], told["hsts"], told["debug"]) == (True, 31536000, False)


def test_without_a_secret_key_production_does_not_start(tmp_path):
    answer = asked(tmp_path)
    assert answer.returncode != 0
    assert "settings.no_secret" in answer.stderr or "ZHIHENG_SECRET_KEY" in answer.stderr
