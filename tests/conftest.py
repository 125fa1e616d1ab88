"""What every test may ask for."""

import os
import tempfile
from pathlib import Path

os.environ["ZHIHENG_HOME"] = tempfile.mkdtemp(prefix="zhiheng-test-")
(Path(os.environ["ZHIHENG_HOME"]) / "static").mkdir()
os.environ["DJANGO_SETTINGS_MODULE"] = "zhiheng.settings"  # read only now, when its folder is known
os.environ.setdefault("ZHIHENG_LANG", "zh")
os.environ.pop("ZHIHENG_MODE", None)

import django
import hypothesis
import pytest

from zhiheng.words import compile_all

compile_all()
django.setup()

from django.conf import settings

hypothesis.settings.register_profile(
    "house", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("house")  # how long an example takes says how busy the machine is
settings.PASSWORD_HASHERS = ["hashers.CheapArgon2", *settings.PASSWORD_HASHERS[1:]]


def pytest_addoption(parser):
    """Let the second half of the suite ask only for what the database decides."""
    parser.addoption(
        "--touching-data", action="store_true", help="only tests whose answer depends on the database"
    )


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """Keep what uses a database, if so asked, and begin with the longest, which no other then waits for at the end.

    What a browser makes of a page does not depend on which database it is.
    """
    if config.getoption("--touching-data"):
        chosen = [item for item in items if _touches_data(item)]
        config.hook.pytest_deselected(items=[item for item in items if item not in set(chosen)])
        items[:] = chosen
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def _touches_data(item):
    if item.get_closest_marker("looks") is not None:
        return False
    if item.get_closest_marker("django_db") or item.get_closest_marker("own_database"):
        return True
    return bool({"db", "transactional_db", "live_server"} & set(item.fixturenames))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """A test database is emptied between transactional tests, so its seals are broken once, at the start.

    Gives whether the migrations had sealed it; the tests of the seals seal it again for themselves.
    """
    from django.db import connection

    import standing
    from zhiheng.ledger import seals

    with django_db_blocker.unblock():
        sealed = seals.is_sealed(connection)
        seals.unseal(connection)
        standing.keep(connection)
    return sealed


@pytest.fixture
def home(tmp_path: Path, settings) -> Path:
    """A data folder of this test alone."""
    settings.ZHIHENG_HOME = tmp_path
    return tmp_path


@pytest.fixture
def regions(db):
    """The region tree."""
    from django.db import connection

    import standing

    standing.bring_back(connection)


@pytest.fixture(scope="module")
def lasting(django_db_setup, django_db_blocker, tmp_path_factory):
    """The regions and a data folder from which all tests of a module begin; what one adds is undone after it.

    For what is dear to set up: a module's own fixture of this scope builds on it, and its tests are marked
    ``django_db``, whose transaction lies within this one.
    """
    from django.db import connection, transaction
    from django.test import override_settings

    import standing

    folder = tmp_path_factory.mktemp("lasting")
    with django_db_blocker.unblock(), override_settings(ZHIHENG_HOME=folder), transaction.atomic():
        standing.bring_back(connection)
        yield folder
        transaction.set_rollback(True)
