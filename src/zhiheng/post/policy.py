"""Who may read the log of mails: the office of the authority that a mail belongs to, and nobody else."""

from __future__ import annotations

from zhiheng.core.actor import Actor, Role
from zhiheng.core.answer import Answer
from zhiheng.core.text import Text


def may_read_mails(actor: Actor, authority: str) -> Answer:
    """The office of that authority; mails about accounts belong to no authority and are in nobody's log."""
    if authority and actor.has(Role.OFFICE, authority):
        return Answer(True, Text("可以。", "You may."))
    return Answer(False, Text("没有您可以查看的此邮件。", "There is no such mail for you."))


def may_read_some_mails(actor: Actor, *found: object) -> Answer:
    """Whoever is the office of an authority has a log to read."""
    if actor.places(Role.OFFICE):
        return Answer(True, Text("可以。", "You may."))
    return Answer(False, Text("没有您可以查看的邮件。", "There are no mails for you."))
