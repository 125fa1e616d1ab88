"""Where each role works: the pages that signing in leads to, and the ways that stand above every page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

from zhiheng.core.actor import NOBODY, Actor, Role
from zhiheng.post.policy import may_read_some_mails
from zhiheng.shell.pages import visitor_of
from zhiheng.signin.policy import may_invite_somebody


@dataclass(frozen=True, slots=True)
class Workplace:
    """A page where somebody works: its title, what is done there, and the name of its address."""

    title: Promise
    why: Promise
    to: str

    @property
    def path(self) -> str:
        """Return the address."""
        return reverse(self.to)


DESK: Final = Workplace(lazy("Desk"), lazy("what you owe in every round, and by when"), "casework:desk")
REVIEW: Final = Workplace(lazy("My reviews"), lazy("scorebooks, hearings and ballots"), "review:tasks")
APPLY: Final = Workplace(
    lazy("My applications"), lazy("drafts, applications handed in and their receipts"), "awards:mine"
)
EXPERTS: Final = Workplace(lazy("Experts"), lazy("the pool of experts and their interests"), "review:pools")
INVITE: Final = Workplace(lazy("Invitations"), lazy("invite people to roles"), "web:invitations")
MAILS: Final = Workplace(lazy("Mails"), lazy("what was written to whom"), "web:mails")
FIRST: Final = {
    Role.OFFICE: DESK, Role.SUPERVISOR: DESK, Role.DEPARTMENT: DESK, Role.STREET: DESK, Role.GOVERNMENT: DESK,
    Role.ASSESSOR: REVIEW, Role.COMMITTEE: REVIEW, Role.APPLICANT: APPLY,
}  # fmt: skip
_EXTRA: Final[tuple[tuple[Workplace, Callable[[Actor], object]], ...]] = (
    (EXPERTS, lambda actor: actor.places(Role.OFFICE)),
    (INVITE, may_invite_somebody),
    (MAILS, may_read_some_mails),
)


def workplaces_of(actor: Actor) -> tuple[Workplace, ...]:
    """Return where the roles of an actor work, each place once, in the order desk, review, applications."""
    wanted = {FIRST[role] for role, _ in actor.holds}
    return tuple(one for one in (DESK, REVIEW, APPLY) if one in wanted)


def ways_of(actor: Actor) -> tuple[Workplace, ...]:
    """Return what stands in the row of ways of somebody who has signed in; the desk is everybody's."""
    places = workplaces_of(actor)
    desk = () if DESK in places else (DESK,)
    return (*desk, *places, *(one for one, may in _EXTRA if may(actor)))


def ways(request: HttpRequest) -> dict[str, Any]:
    """Give every page the ways of who asks; no statement of its own where a door has asked already."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or visitor_of(request) == NOBODY:
        return {}
    return {"my_ways": [(one, _is_here(request.path, one.path)) for one in ways_of(visitor_of(request))]}


def _is_here(path: str, way: str) -> bool:
    return path == way or path.startswith(way)
