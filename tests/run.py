"""Run the whole suite: everything on SQLite, then everything that touches data on PostgreSQL."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from machine import Missing, need, postgres

ROOT = Path(__file__).resolve().parents[1]


def pytest(*arguments: str, **environment: str) -> int:
    """Run pytest in two processes and return its exit code."""
    command = [sys.executable, "-m", "pytest", "-n", "2", *arguments]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, check=False).returncode


def main() -> int:
    """Run both halves; the first failing one decides the exit code."""
    try:
        need("chromium", "chromium")
        with postgres() as address:
            print("== SQLite", flush=True)
            on_sqlite = pytest(*sys.argv[1:], DATABASE_URL="")
            print("== PostgreSQL", flush=True)
            on_postgres = pytest("--touching-data", *sys.argv[1:], DATABASE_URL=address)
    except Missing as missing:
        print(missing, file=sys.stderr)
        return 2
    return on_sqlite or on_postgres


if __name__ == "__main__":
    sys.exit(main())
