"""The command ``zhiheng``: one door for every room's commands.

Exit codes: 0 done, 1 refused (the reason is printed), 2 wrong use.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from importlib import import_module

import click

from zhiheng import __version__
from zhiheng.core.refusal import InputRefused, Refused
from zhiheng.core.speech import say, speak, told

# name -> (module, attribute, whether the command needs the database, help)
COMMANDS: dict[str, tuple[str, str, bool, tuple[str, str]]] = {
    "rulebook": ("zhiheng.rules.commands", "rulebook", False, ("检查、阅读和测试规则书", "Check, read and test rulebooks")),
    "ledger": ("zhiheng.ledger.commands", "ledger", True, ("核验和查看行为总账", "Verify and read the ledger of acts")),
    "register": (
        "zhiheng.registers.commands", "register", True,
        ("行政区划、组织、荣誉等台账", "Registers: regions, organisations, honours"),
    ),
}
