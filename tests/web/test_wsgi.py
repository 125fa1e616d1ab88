"""The entrance for web servers: what is ready before the first visitor comes."""

import runpy
import shutil
from pathlib import Path

from zhiheng.casework.queries import shelf

INSTRUMENT = Path("rulebooks/350200/quality-award")


def test_a_server_has_read_the_rulebooks_before_anybody_asks(tmp_path, settings):
    shutil.copytree(settings.CHECKOUT / INSTRUMENT, tmp_path / INSTRUMENT)
    settings.CHECKOUT = tmp_path
    runpy.run_module("zhiheng.web.wsgi")

    before = shelf._read.cache_info().misses
    assert [book.id for book in shelf.shipped()] == ["350200/quality-award/2020", "350200/quality-award/2025"]
    assert shelf._read.cache_info().misses == before
