"""Which stages have a sheet, and which have nothing to fill."""

from __future__ import annotations

from typing import Final

from zhiheng.programmes.awards.sheets.asked import ASKED
from zhiheng.programmes.awards.sheets.check import CHECK
from zhiheng.programmes.awards.sheets.decided import APPROVAL, SURVEY
from zhiheng.programmes.awards.sheets.layout import Form
from zhiheng.programmes.awards.sheets.marked import MARKED
from zhiheng.programmes.awards.sheets.objected import OBJECTED
from zhiheng.programmes.awards.sheets.voted import VOTED

FORMS: Final[dict[str, Form]] = {
    "check": CHECK,
    "inquiry": ASKED,
    "consult": ASKED,
    "survey": SURVEY,
    "score": MARKED,
    "hearing": MARKED,
    "ballot": VOTED,
    "notice": OBJECTED,
    "gate": APPROVAL,
    "approve": APPROVAL,
}
