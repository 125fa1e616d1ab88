"""A real process is killed in the middle of a real round: the ledger is whole and the next run starts afresh."""

import os
import signal
import subprocess
import sys

RUN = "from zhiheng.main import main; main()"


def zhiheng(home, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own, on SQLite in a folder of its own."""
    return subprocess.run(
        [sys.executable, "-c", RUN, *arguments],
        env=environment(home), capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


def environment(home) -> dict[str, str]:
    """Return the environment of those processes."""
    return {
        **os.environ,
        "ZHIHENG_HOME": str(home),
        "DATABASE_URL": "",
        "ZHIHENG_LANG": "en",
        "PYTHONUNBUFFERED": "1",
    }


def test_a_round_that_is_killed_leaves_a_whole_ledger_and_runs_again(tmp_path):
    running = subprocess.Popen(
        [sys.executable, "-c", RUN, "round", "demo"],
        env=environment(tmp_path),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert running.stdout is not None
    for line in running.stdout:
        if "Document review" in line:
            running.send_signal(signal.SIGKILL)
            break
    assert running.wait(30) == -signal.SIGKILL

    verified = zhiheng(tmp_path, "ledger", "verify")
    assert (verified.returncode, verified.stderr) == (0, "")
    again = zhiheng(tmp_path, "round", "demo")
    assert (again.returncode, "Honours (sample): 5" in again.stdout) == (0, True)
