"""Import a workbook in a process of its own: prepare a home, die in the middle, or begin at an instant."""

import os
import signal
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhiheng.settings")
django.setup()

from django.apps import apps  # noqa: E402
from django.core.management import call_command  # noqa: E402
from workbooks import filled  # noqa: E402

from factories import OFFICE, OPENS, make_round  # noqa: E402
from zhiheng.programmes.awards.actions.applications import SAVING, import_applications  # noqa: E402
from zhiheng.registers.actions import load_regions  # noqa: E402

MODELS = ("registers.Organisation", "casework.Case", "awards.Application")


def prepare() -> None:
    """Make the tables, the region tree and one open round."""
    call_command("migrate", verbosity=0)
    load_regions(now=OPENS)
    make_round()


def count() -> None:
    """Print how many organisations, cases and contacts there are."""
    print(*(apps.get_model(name).objects.count() for name in MODELS))  # noqa: T201


def die(what, done, of) -> None:
    """End this process without a farewell once the cases are written and the contacts are next."""
    if what == SAVING:
        os.kill(os.getpid(), signal.SIGKILL)


def main(word: str, begin: str = "0") -> None:
    """Do what the word says."""
    if word in ("prepare", "count"):
        {"prepare": prepare, "count": count}[word]()
        return
    content = filled(40)
    time.sleep(max(0, float(begin) - time.time()))
    progress = die if word == "die" else None
    print(import_applications("xm-7", content, "a.xlsx", OFFICE, OPENS, progress=progress).summary().en)  # noqa: T201


main(*sys.argv[1:])
