"""Third-party programs that the suite needs; it installs and starts them itself."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Missing(RuntimeError):  # noqa: N818 - what is missing, not an error of ours
    """A program that is needed and cannot be installed from here."""


def need(program: str, package: str) -> str:
    """Return the path of *program*, installing Debian's *package* when this is root."""
    found = _find(program)
    if found is None:
        _install(program, package)
        found = _find(program)
    if found is None:
        raise Missing(f"{program} is needed and was not found after installing {package}.")
    return found


def _find(program: str) -> str | None:
    if program in ("initdb", "pg_ctl"):
        versions = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"))
        return str(versions[-1]) if versions else shutil.which(program)
    return shutil.which(program)


def _install(program: str, package: str) -> None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise Missing(f"The tests need {program}. Install it first (Debian: apt-get install {package}).")
    quiet = {"stdout": subprocess.DEVNULL, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
    if package == "postgresql":  # keep the package from starting a server of its own
        Path("/etc/postgresql-common").mkdir(exist_ok=True)
        Path("/etc/postgresql-common/createcluster.conf").write_text("create_main_cluster = false\n")
    subprocess.run(["apt-get", "update", "-qq"], check=True, **quiet)
    subprocess.run(["apt-get", "install", "-y", "--no-install-recommends", package], check=True, **quiet)


@contextmanager
def postgres() -> Iterator[str]:
    """Run a throwaway PostgreSQL on loopback and yield its address."""
    initdb = need("initdb", "postgresql")
    folder = Path(tempfile.mkdtemp(prefix="zhiheng-pg-"))
    folder.chmod(0o755)
    as_owner: list[str] = []
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        shutil.chown(folder, "postgres")
        as_owner = ["runuser", "-u", "postgres", "--"]
    port = _free_port()
    data, control = str(folder / "data"), str(Path(initdb).with_name("pg_ctl"))
    subprocess.run(
        [*as_owner, initdb, "-D", data, "-U", "zhiheng", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    options = (
        f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder} -c fsync=off"
        " -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=256MB -c max_connections=60"
    )
    subprocess.run(
        [*as_owner, control, "-D", data, "-l", str(folder / "log"), "-w", "-t", "60", "-o", options, "start"],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    try:
        yield f"postgresql://zhiheng@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run(
            [*as_owner, control, "-D", data, "-m", "immediate", "-w", "stop"],
            check=False,
            stdout=subprocess.DEVNULL,
        )
        shutil.rmtree(folder, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(port: int, seconds: float = 20) -> None:
    """Wait until something answers on a loopback port."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise Missing(f"nothing answered on port {port}")
