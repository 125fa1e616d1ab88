"""Who may write a rulebook, try one on invented applicants, and hold one against a past round."""

from __future__ import annotations

from zhiheng.core.actor import Actor, Role
from zhiheng.core.answer import Answer
from zhiheng.core.text import Text

_YES = Text("允许。", "Allowed.")


def may_write_rulebooks(actor: Actor, *found: object) -> Answer:
    """Whoever serves in an award office; that a text is its own authority's is asked again on saving."""
    told = Text("只有评审办可以编写规则书。", "Only an award office writes rulebooks.")
    return Answer(True, _YES) if actor.places(Role.OFFICE) else Answer(False, told)


def may_simulate(actor: Actor, *found: object) -> Answer:
    """Offices and supervisors, for a simulation costs the machine some seconds."""
    told = Text(
        "只有评审办和监督人员可以在网页上模拟。", "Only offices and supervisors simulate on the page."
    )
    serves = actor.places(Role.OFFICE) or actor.places(Role.SUPERVISOR)
    return Answer(True, _YES) if serves else Answer(False, told)
