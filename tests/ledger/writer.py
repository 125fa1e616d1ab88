"""A process of its own that writes into one book, and dies half-way if told to.

``python writer.py NAME COUNT [die]``: COUNT acts in transactions of their own, each of two lines.
"""

import os
import signal
import sys
from datetime import UTC, datetime

import django

BOOK = "350200"
AT = datetime(2026, 11, 20, 4, tzinfo=UTC)


def main(name, count, dies):
    django.setup()
    from django.db import transaction

    from zhiheng.ledger import actions

    for number in range(int(count)):
        with transaction.atomic():
            actions.write(book=BOOK, act="case.opened", actor=name, about=f"{name}/{number}", at=AT)
            if dies and number == int(count) - 1:
                os.kill(os.getpid(), signal.SIGKILL)
            actions.write(book=BOOK, act="case.closed", actor=name, about=f"{name}/{number}", at=AT)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], "die" in sys.argv)
