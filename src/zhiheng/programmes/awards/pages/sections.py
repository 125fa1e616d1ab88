"""One section of an application: written by one, seen by all of the organisation, never overwritten unseen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from zhiheng.core.refusal import Refused
from zhiheng.programmes.awards import policy
from zhiheng.programmes.awards.actions import drafts as actions
from zhiheng.programmes.awards.domain.dossier import Section, criteria_of, wrong_in
from zhiheng.programmes.awards.forms.sections import SectionForm
from zhiheng.programmes.awards.pages.guarding import keeps_what_was_typed, wants_json
from zhiheng.programmes.awards.pages.mine import MARKS, section_state, sections_shown
from zhiheng.programmes.awards.queries import drafts as queries
from zhiheng.programmes.awards.queries.drafts import Place, Saved
from zhiheng.programmes.awards.queries.wording import rules_told
from zhiheng.shell.doors import after_change, door, show, visitor_of
from zhiheng.shell.templatetags.zhiheng import said


class Writing(NamedTuple):
    """A place and the section that is written there."""

    place: Place
    section: Section


def _writing(code: str, organisation: str, section: str) -> Writing | None:
    place = queries.place_of(code, organisation)
    known = place.section(section) if place is not None else None
    return None if place is None or known is None else Writing(place, known)


def _may_write(actor: Any, writing: Writing) -> Any:
    return policy.may_apply(actor, writing.place)


@keeps_what_was_typed
@door(_may_write, finds=_writing)
@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, writing: Writing) -> HttpResponse:
    """Show a section with what was saved last, or save what was typed over the version that was shown."""
    now, actor, place = timezone.now(), visitor_of(request), writing.place
    if request.method == "POST":
        return _save(request, writing, now)
    actions.come_in(place=place, section=writing.section.id, by=actor, now=now)
    return _shown(request, writing, queries.saved_section(queries.draft_of(place), writing.section.id), now)


def _save(request: HttpRequest, writing: Writing, now: datetime) -> HttpResponse:
    actor, place, id_ = visitor_of(request), writing.place, writing.section.id
    typed = SectionForm(writing.section, request.POST.dict()).typed()
    try:
        saved = actions.save_section(
            place=place, section=id_, values=typed, version=_version(request), by=actor, now=now
        )
    except actions.SectionChanged as changed:
        return _conflict(request, writing, changed, typed, now)
    except Refused as refusal:
        return _refused(request, writing, refusal, typed, now)
    actions.come_in(place=place, section=id_, by=actor, now=now)
    if wants_json(request):
        return JsonResponse(_told(writing.section, saved, now))
    onward = _neighbours(writing)[1] if request.POST.get("next") else None
    target = (onward or writing.section).id
    return after_change(request, "awards:section", place.round.code, place.organisation.code, target)


@door(_may_write, finds=_writing)
@require_POST
def here(request: HttpRequest, writing: Writing) -> HttpResponse:
    """Note that the visitor still has the section open, and answer who else has."""
    now, actor = timezone.now(), visitor_of(request)
    actions.come_in(place=writing.place, section=writing.section.id, by=actor, now=now)
    draft = queries.draft_of(writing.place)
    others = [
        one for one in queries.here_now(draft, now, but=actor.code) if one.section == writing.section.id
    ]
    saved = queries.saved_section(draft, writing.section.id)
    return JsonResponse({"here": [one.username for one in others], "version": saved.version})


def _version(request: HttpRequest) -> int:
    given = str(request.POST.get("version", ""))
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 9 else 0


def _shown(
    request: HttpRequest, writing: Writing, saved: Saved, now: datetime, status: int = 200,
    typed: Mapping[str, str] | None = None, **more: Any,
) -> HttpResponse:  # fmt: skip
    place, draft, actor = writing.place, queries.draft_of(writing.place), visitor_of(request)
    wrong = wrong_in(writing.section, typed or saved.values, queries.local_day(now))
    before, after = _neighbours(writing)
    model = criteria_of(place.book) if writing.section.is_report else None
    standing = queries.standing_of(place, now)
    asks = standing.correction.asks if standing.correction is not None else ""
    form = SectionForm(writing.section, typed or saved.values, wrong)
    rules = rules_told(place.book, (id_ for one in writing.section.columns for id_ in one.rules))
    return show(
        request, "awards/section.html", status=status, nav="applications", place=place, section=writing.section,
        saved=saved, by=queries.usernames([saved.by])[saved.by] if saved.by else "", now=now, before=before, after=after,
        form=form, fields=form.rows(rules), draft=draft, model=model, book=place.book,
        standing=standing, groups=sections_shown(place, draft, actor.code, now, asks),
        here=[one for one in queries.here_now(draft, now, but=actor.code) if one.section == writing.section.id], **more,
    )  # fmt: skip


def _conflict(
    request: HttpRequest,
    writing: Writing,
    changed: actions.SectionChanged,
    typed: dict[str, str],
    now: datetime,
) -> HttpResponse:
    by = queries.usernames([changed.saved.by])[changed.saved.by]
    if wants_json(request):
        answer = {"message": said(changed.message), "by": by, **_told(writing.section, changed.saved, now)}
        return JsonResponse(answer, status=409)
    titles = {one.key: one.title for one in writing.section.columns}
    theirs = [(titles[key], text) for key, text in changed.saved.values.items() if key in titles and text]
    return _shown(request, writing, changed.saved, now, 409, typed, theirs=theirs, refusal=changed)


def _refused(
    request: HttpRequest, writing: Writing, refusal: Refused, typed: dict[str, str], now: datetime
) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"message": said(refusal.message)}, status=400)
    saved = queries.saved_section(queries.draft_of(writing.place), writing.section.id)
    return _shown(request, writing, saved, now, 409, typed, refusal=refusal)


def _told(section: Section, saved: Saved, now: datetime) -> dict[str, Any]:
    wrong = wrong_in(section, saved.values, queries.local_day(now))
    at = "" if saved.at is None else f"{timezone.localtime(saved.at):%H:%M:%S}"
    state = section_state(section, saved, now)
    return {
        "version": saved.version, "at": at, "wrong": {key: said(text) for key, text in wrong.items()},
        "section": section.id, "state": state, "mark": str(MARKS[state]),
    }  # fmt: skip


def _neighbours(writing: Writing) -> tuple[Section | None, Section | None]:
    sections = writing.place.sections
    at = next(n for n, one in enumerate(sections) if one.id == writing.section.id)
    before = sections[at - 1] if at else None
    return before, sections[at + 1] if at + 1 < len(sections) else None
