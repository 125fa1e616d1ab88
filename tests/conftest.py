"""What every test may ask for."""

import os
import tempfile
from pathlib import Path

os.environ["ZHIHENG_HOME"] = tempfile.mkdtemp(prefix="zhiheng-test-")
os.environ.setdefault("ZHIHENG_LANG", "zh")
os.environ.pop("ZHIHENG_MODE", None)

import pytest


@pytest.fixture
def home(tmp_path: Path, settings) -> Path:
    """A data folder of this test alone."""
    settings.ZHIHENG_HOME = tmp_path
    return tmp_path


@pytest.fixture
def regions(db):
    """The region tree."""
    from factories import OPENS

    from zhiheng.registers.actions import load_regions

    load_regions(now=OPENS)
