"""An organisation's applications: the list, and one of them as a whole."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_safe

from zhiheng.casework.queries.places import office_of
from zhiheng.casework.queries.rounds import round_of, rulebook_of
from zhiheng.casework.queries.story import story_of
from zhiheng.core.actor import NOBODY, Role
from zhiheng.core.text import Text
from zhiheng.programmes.awards import policy
from zhiheng.programmes.awards.actions import drafts as actions
from zhiheng.programmes.awards.domain.dossier import Section, is_written, wrong_in
from zhiheng.programmes.awards.queries import drafts as queries
from zhiheng.programmes.awards.queries.drafts import Place
from zhiheng.programmes.awards.queries.feedback import is_released
from zhiheng.programmes.awards.queries.history import history_of
from zhiheng.rules.vocabulary import word
from zhiheng.shell.doors import after_change, anyone, door, show, visitor_of
from zhiheng.shell.pages import held_by

MARKS: Final = {
    "done": lazy("written"), "wrong": lazy("to correct"), "part": lazy("in part"), "empty": lazy("empty"),
}  # fmt: skip


def award_round(code: str) -> Any:
    """Return a round of an award; rounds of other programmes are none here."""
    round_ = round_of(code)
    return round_ if round_.programme.kind == "award" else None


@door(policy.may_apply_somewhere)
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """List the applications of the organisations that the visitor acts for, and the calls that are open."""
    now = timezone.now()
    rows, rounds = queries.applications_of(visitor_of(request), now)
    open_ = [(one, Text.of(one.programme.title)) for one in rounds]
    return show(request, "awards/mine.html", nav="applications", rows=rows, rounds=open_, now=now)


@door(anyone, finds=award_round)
@require_safe
def choose(request: HttpRequest, round_: Any) -> HttpResponse:
    """Go on as the organisation that the visitor acts for; else say what to do first: sign in, choose, or ask."""
    mine = sorted(visitor_of(request).places(Role.APPLICANT))
    if len(mine) == 1:
        return redirect("awards:application", round_.code, mine[0])
    if visitor_of(request) == NOBODY:
        return redirect(f"{reverse('web:sign_in')}?{urlencode({'next': request.path})}")
    if held_by(request).places(Role.APPLICANT):
        return redirect(f"{reverse('web:acting')}?{urlencode({'next': request.path})}")
    return show(request, "awards/nobody.html", nav="calls", round=round_, book=rulebook_of(round_))


@door(policy.may_apply, finds=queries.place_of)
@require_http_methods(["GET", "HEAD", "POST"])
def application(request: HttpRequest, place: Place) -> HttpResponse:
    """Show an application: its sections, who writes where, its papers, what is next; a form begins it."""
    now, actor = timezone.now(), visitor_of(request)
    if request.method == "POST":
        actions.begin_draft(place=place, by=actor, now=now)
        return after_change(request, "awards:application", place.round.code, place.organisation.code)
    draft, case = queries.draft_of(place), queries.case_at(place)
    standing, submissions = queries.standing_of(place, now, case), queries.submissions_of(draft)
    asked = standing.correction
    asks, under = (asked.asks, place.book.cite(asked.stage.stage)) if asked is not None else ("", None)
    return show(
        request, "awards/application.html", nav="applications", place=place, draft=draft, now=now, case=case,
        book=place.book, standing=standing, under=under, groups=sections_shown(place, draft, actor.code, now, asks),
        files=queries.files_of(draft), before=_titled(place, queries.papers_before(draft)), submissions=submissions,
        uploads=queries.uploads_of(draft), office=office_of(place.round.authority), **_story(place, case, submissions, now),
    )  # fmt: skip


def _story(place: Place, case: Any, submissions: list[Any], now: Any) -> dict[str, Any]:
    """Return where a case stands and why, as its subject may know it, and what happened beside the stages."""
    story = story_of(case, now, in_full=False) if case is not None else None
    steps = story.steps if story is not None else ()
    return {
        "story": story,
        "present": next((step for step in steps if step.state == "open"), None),
        "decided": [step for step in steps if step.outcome],
        "has_feedback": case is not None
        and is_released(case)
        and any(step.kind == "score" and step.state == "closed" and step.outcome for step in steps),
        "events": history_of(place, submissions, story),
    }


def _titled(place: Place, papers: tuple[str, ...]) -> list[Text]:
    return [word("paper", id_, place.book) for id_ in papers]


def sections_shown(
    place: Place, draft: Any, account: str, now: Any, asks: str = ""
) -> list[tuple[Any, list[dict[str, Any]]]]:
    """Return the sections by group, each with how far it is, who saved it, who has it open, and whether it is asked.

    *asks* are the words in which the office returned the application; a section that they name is marked.
    """
    saved = queries.saved_in(draft)
    here = queries.here_now(draft, now, but=account)
    names = queries.usernames({one.by for one in saved.values()})
    groups: dict[Any, list[dict[str, Any]]] = {}
    for section in place.sections:
        known = saved.get(section.id, queries.NOTHING)
        row = {
            "section": section, "saved": known, "by": names.get(known.by, ""),
            "state": (state := section_state(section, known, now)), "mark": MARKS[state], "asked": _is_named(section, asks),
            "here": [one for one in here if one.section == section.id],
        }  # fmt: skip
        groups.setdefault(section.group, []).append(row)
    return list(groups.items())


def _is_named(section: Section, asks: str) -> bool:
    number, _, name = section.title.zh.partition(" ")
    english = section.title.en.partition(" ")[2] or section.title.en
    return any(one and one in asks for one in (name or number, number if name else "", english))


def section_state(section: Section, saved: queries.Saved, now: Any) -> str:
    """Return ``empty``, ``part``, ``wrong`` or ``done``, for the word and the mark beside a section."""
    filled = [key for key, text in saved.values.items() if text.strip()]
    if section.is_report:
        return "done" if is_written(saved.values) else "empty"
    if wrong_in(section, saved.values, queries.local_day(now)):
        return "wrong"
    needed = {one.key for one in section.columns if one.required}
    if needed <= set(filled) and (filled or not needed):
        return "done"
    return "part" if filled else "empty"
