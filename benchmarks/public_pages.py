"""Measure the public pages as a citizen's browser meets them: bytes over the wire and time to the first byte.

usage: public_pages.py [--home DIR] [--requests 20]

Without ``--home`` a temporary home with the registers and the sample rounds is made. The styles are counted as a
production site sends them (gzip, once for all pages). Exits with 1 where a page breaks its limit: 100 kB for the
first page with its styles, 250 kB for every other, and no script at all.
"""

from __future__ import annotations

import argparse
import gzip
import os
import re
import shutil
import subprocess
import sys
import tempfile
from http.client import HTTPConnection
from pathlib import Path

from pages import asked, served

STATIC = Path(__file__).resolve().parents[1] / "src" / "zhiheng" / "web" / "static"
PAGES = ("/", "/calls/", "/rounds/", "/rounds/demo-xm/", "/notices/", "/honours/", "/rulebooks/",
         "/rulebooks/350200/quality-award/2020/", "/ledger/")  # fmt: skip
FIRST, OTHER = 100_000, 250_000


def prepare(home: str) -> None:
    """Set the home up and run the sample rounds in it."""
    os.environ["ZHIHENG_HOME"] = home
    for words in (["setup"], ["round", "samples"], ["round", "demo"]):
        command = [sys.executable, "-c", "from zhiheng.main import main; main()", *words]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def read(port: int, path: str) -> tuple[bytes, dict[str, str]]:
    """Return a page and its headers."""
    line = HTTPConnection("127.0.0.1", port, timeout=60)
    line.request("GET", path, headers={"Accept-Language": "zh-CN"})
    answer = line.getresponse()
    return answer.read(), {name.lower(): value for name, value in answer.getheaders()}


def styles_of(page: bytes) -> int:
    """Return the compressed bytes of the styles and pictures that a page loads from our rooms' files."""
    names = set(re.findall(rb'(?:href|src)="/static/(web/[^"]+)"', page))
    return sum(len(gzip.compress((STATIC / name.decode()).read_bytes())) for name in names)


def main() -> int:
    """Print a table and return how many limits were broken."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--home")
    parser.add_argument("--requests", type=int, default=20)
    chosen = parser.parse_args()
    home = chosen.home or tempfile.mkdtemp(prefix="zhiheng-bench-")
    if not chosen.home:
        prepare(home)
    broken = 0
    print(
        "| page | first byte, ms (median) | page, kB | with styles, kB compressed | 304 again |\n|---|---|---|---|---|"
    )
    try:
        with served(home) as (port, processes):
            for path in PAGES:
                broken += _measure(port, path, processes, chosen.requests)
    finally:
        if not chosen.home:
            shutil.rmtree(home)
    return 1 if broken else 0


def _measure(port: int, path: str, processes: list[int], times: int) -> bool:
    cost = asked(f"127.0.0.1:{port}", path, path, {"Accept-Language": "zh-CN"}, processes, times)
    page, headers = read(port, path)
    weight = len(page) + styles_of(page)
    is_broken = weight > (FIRST if path == "/" else OTHER) or b"<script" in page
    told = " over the limit" if is_broken else ""
    print(f"| {path} | {cost.first_byte_ms:.0f} | {len(page) / 1000:.0f} | {weight / 1000:.0f}{told} | "
          f"{'yes' if 'etag' in headers else 'no'} |")  # fmt: skip
    return is_broken


if __name__ == "__main__":
    sys.exit(main())
