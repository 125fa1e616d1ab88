"""What an application declares, in the shape in which conditions read facts, from its columns and back to them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final
from unicodedata import normalize

from zhiheng.core.text import Text
from zhiheng.programmes.awards.domain.columns import Column, Value
from zhiheng.programmes.awards.domain.declaring import OWN, TIMES

Values = Mapping[str, Value]
Shape = dict[str, Any]
_BETWEEN: Final = re.compile(r"[;；、\n]")


def declared_facts(values: Values) -> Shape:
    """Return the facts that an application states, as JSON; what nobody answered is left out, never empty."""
    found: Shape = {name: shaped for name, make in _MAKERS.items() if (shaped := make(values)) is not None}
    if "office_rank:own" in values:
        found["office_rank"] = str(values["office_rank:own"])
    return found


def settled(values: Values, asked: Iterable[str]) -> dict[str, Value]:
    """Return values without the classes, and without the other applicants, of which some were asked and not answered.

    *asked* are the keys of all columns: half a list would look like a whole one.
    """
    open_ = {
        kind for key in asked if key not in values and (kind := key.partition(":")[0]) in ("class", "other")
    }
    return {
        key: value for key, value in values.items() if key.partition(":")[0].partition("_")[0] not in open_
    }


def stated_in(declared: Mapping[str, Any], key: str) -> Any:
    """Return what a case declares under the key of a column, as the column takes it; ``None`` where it says nothing."""
    kind, _, id_ = key.partition(":")
    reader = _READERS.get(kind)
    return None if reader is None else reader(declared, id_)


def written(column: Column, value: object) -> str:
    """Return a value as a person writes it into its column."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    return {kept: said.zh for kept, said in column.choices}.get(str(value), str(value))


def wrong_together(values: Values) -> Iterator[tuple[str, Text]]:
    """Yield what single values do not show, by key: a place beyond all places, a time that ends before it begins."""
    for key, place in _under(values, "place"):
        total = values.get(f"ranked:{key}")
        if isinstance(place, Decimal) and isinstance(total, Decimal) and place > total:
            told = Text(f"名次 {place:f} 大于参评总数。", f"Place {place:f} is beyond how many were ranked.")
            yield f"place:{key}", told
    for n in range(1, TIMES + 1):
        since, until = values.get(f"served_from:{n}"), values.get(f"served_to:{n}")
        if isinstance(until, date) and not isinstance(since, date):
            yield f"served_from:{n}", Text("有终止日，没有起始日。", "It ends but does not begin.")
        elif isinstance(since, date) and isinstance(until, date) and until < since:
            yield f"served_to:{n}", Text("终止日早于起始日。", "It ends before it begins.")


def _under(values: Values, kind: str) -> list[tuple[str, Value]]:
    return [(key.partition(":")[2], value) for key, value in values.items() if key.startswith(f"{kind}:")]


def _classes(values: Values) -> list[str] | None:
    asked = _under(values, "class")
    return [id_ for id_, chosen in asked if chosen is True] if asked else None


def _yearly(values: Values) -> dict[str, dict[str, str]] | None:
    found: dict[str, dict[str, str]] = {}
    for key, value in _under(values, "yearly"):
        name, _, year = key.rpartition(".")
        found.setdefault(name, {})[year] = format(value, "f") if isinstance(value, Decimal) else str(value)
    return found or None


def _ratings(values: Values) -> dict[str, str] | None:
    """Return the grades as the rules write them: a full-width letter is the same grade."""
    return {id_: normalize("NFKC", str(grade)) for id_, grade in _under(values, "rating")} or None


def _standings(values: Values) -> list[Shape] | None:
    found = []
    for key, place in _under(values, "place"):
        index, level, among = key.rsplit(".", 2)
        total = values.get(f"ranked:{key}")
        found.append(
            {"index": index, "level": level, "in": among, "place": _whole(place), "of": _whole(total)}
        )
    return found or None


def _lists(values: Values) -> dict[str, bool] | None:
    return {id_: stands is True for id_, stands in _under(values, "list")} or None


def _channels(values: Values) -> list[Shape] | None:
    """Return who puts the applicant forward; nobody named is not known, for a list may come later."""
    found = []
    for by, said in _under(values, "channel"):
        if by == OWN:
            found += [{"by": OWN, "name": ""}] if said is True else []
        else:
            names = [name.strip() for name in _BETWEEN.split(str(said))]
            found += [{"by": by, "name": name} for name in dict.fromkeys(names) if name]
    return found or None


def _practice(values: Values) -> list[Shape] | None:
    found = []
    for n in range(1, TIMES + 1):
        since, until, here = (values.get(f"served_{part}:{n}") for part in ("from", "to", "here"))
        if since is not None:
            end = None if until is None else str(until)
            found.append({"since": str(since), "until": end, "region": None, "here": here})
    return found or None


def _paper_facts(values: Values) -> dict[str, Shape] | None:
    found: dict[str, Shape] = {}
    for kind in ("characters", "published_working_days", "published_days"):
        for id_, value in _under(values, kind):
            found.setdefault(id_, {})[kind] = _whole(value)
    return found or None


def _others(values: Values) -> list[Shape] | None:
    asked = _under(values, "other")
    return [_other(values, relation) for relation, applies in asked if applies is True] if asked else None


def _other(values: Values, relation: str) -> Shape:
    name = str(values.get(f"other_name:{relation}", ""))
    return {"relation": relation, "kind": "", "name": name, "stays": values.get(f"other_stays:{relation}")}


def _whole(value: Value | None) -> int | None:
    return int(value) if isinstance(value, Decimal) else None


_MAKERS: Final[dict[str, Callable[[Values], Any]]] = {
    "classes": _classes, "yearly": _yearly, "ratings": _ratings, "standings": _standings, "lists": _lists,
    "channels": _channels, "practice": _practice, "paper_facts": _paper_facts, "others": _others,
}  # fmt: skip


def _told_class(declared: Mapping[str, Any], id_: str) -> bool | None:
    return id_ in declared["classes"] if "classes" in declared else None


def _told_year(declared: Mapping[str, Any], key: str) -> Any:
    name, _, year = key.rpartition(".")
    return declared.get("yearly", {}).get(name, {}).get(year)


def _told_place(declared: Mapping[str, Any], key: str, part: str = "place") -> Any:
    asked = tuple(key.rsplit(".", 2))
    found = (one for one in declared.get("standings", ()) if (one["index"], one["level"], one["in"]) == asked)
    return next((one.get(part) for one in found), None)


def _told_channel(declared: Mapping[str, Any], by: str) -> Any:
    names = [one.get("name", "") for one in declared.get("channels", ()) if one["by"] == by]
    if by == OWN:
        return True if names else None
    return "；".join(names) or None


def _told_time(part: str) -> Callable[[Mapping[str, Any], str], Any]:
    def read(declared: Mapping[str, Any], n: str) -> Any:
        times = declared.get("practice", ())
        return times[int(n) - 1].get(part) if int(n) <= len(times) else None

    return read


def _told_other(part: str) -> Callable[[Mapping[str, Any], str], Any]:
    def read(declared: Mapping[str, Any], relation: str) -> Any:
        if "others" not in declared:
            return None
        found = [one for one in declared["others"] if one["relation"] == relation]
        if part == "":
            return bool(found)
        told = found[0].get(part) if found else None
        return None if told == "" else told

    return read


def _told_paper(part: str) -> Callable[[Mapping[str, Any], str], Any]:
    return lambda declared, id_: declared.get("paper_facts", {}).get(id_, {}).get(part)


_READERS: Final[dict[str, Callable[[Mapping[str, Any], str], Any]]] = {
    "class": _told_class, "yearly": _told_year, "place": _told_place, "channel": _told_channel,
    "ranked": lambda declared, key: _told_place(declared, key, "of"),
    "rating": lambda declared, id_: declared.get("ratings", {}).get(id_),
    "list": lambda declared, id_: declared.get("lists", {}).get(id_),
    "office_rank": lambda declared, _: declared.get("office_rank"),
    "served_from": _told_time("since"), "served_to": _told_time("until"), "served_here": _told_time("here"),
    "other": _told_other(""), "other_name": _told_other("name"), "other_stays": _told_other("stays"),
    **{part: _told_paper(part) for part in ("characters", "published_working_days", "published_days")},
}  # fmt: skip
