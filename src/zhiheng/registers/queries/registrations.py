"""What the registers would say to organisations that somebody wants registered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from zhiheng.core.codes import uscc_problem
from zhiheng.core.refusal import Problem
from zhiheng.core.text import Text
from zhiheng.registers.domain.intake import NewOrganisation, Verdict, plain_name, plain_uscc
from zhiheng.registers.domain.kinds import OrganisationKind, Size
from zhiheng.registers.domain.names import name_key
from zhiheng.registers.models import Organisation, OrganisationName, Region

CHUNK = 5000


@dataclass(frozen=True, slots=True)
class _Known:
    """One organisation that an intake may meet: by its credit code or by one of its names."""

    code: str
    name: str
    uscc: str | None


@dataclass(slots=True)
class _Register:
    """What is on record about the credit codes, names and places of one intake."""

    regions: set[str] = field(default_factory=set)
    by_uscc: dict[str, _Known] = field(default_factory=dict)
    by_key: dict[str, list[_Known]] = field(default_factory=dict)

    def add(self, known: _Known, keys: Iterable[str]) -> None:
        if known.uscc is not None:
            self.by_uscc[known.uscc] = known
        for key in keys:
            self.by_key.setdefault(key, []).append(known)

    def holds_name(self, known: _Known, key: str) -> bool:
        return any(one.code == known.code for one in self.by_key.get(key, ()))


def verdicts_on(intake: Sequence[NewOrganisation]) -> tuple[Verdict, ...]:
    """Say for each organisation whether it is new, registered already, or refused and why.

    Later rows meet the earlier ones of the same intake: there ``existing`` is ``"#"`` and the index of
    the row. The number of statements does not depend on the number of rows below 5,000.
    """
    register = _register_for(intake)
    verdicts = []
    for index, new in enumerate(intake):
        verdict = _verdict(new, register)
        if verdict == Verdict():
            known = _Known(f"#{index}", plain_name(new.name), plain_uscc(new.uscc))
            register.add(known, [name_key(new.name)])
        verdicts.append(verdict)
    return tuple(verdicts)


def _verdict(new: NewOrganisation, register: _Register) -> Verdict:
    problem = _shape_problem(new, register)
    if problem is not None:
        return Verdict(problem=problem)
    uscc, key = plain_uscc(new.uscc), name_key(new.name)
    known = register.by_uscc.get(uscc) if uscc is not None else None
    if known is not None:
        if register.holds_name(known, key):
            return Verdict(existing=known.code)
        return Verdict(problem=_uscc_taken(new, known))
    return _verdict_by_name(new, register.by_key.get(key, []), uscc)


def _verdict_by_name(new: NewOrganisation, namesakes: Sequence[_Known], uscc: str | None) -> Verdict:
    if not namesakes or new.namesake:
        return Verdict()
    if uscc is None and len(namesakes) == 1 and namesakes[0].uscc is None:
        return Verdict(existing=namesakes[0].code)
    return Verdict(problem=_namesake(new, namesakes[0]))


def _shape_problem(new: NewOrganisation, register: _Register) -> Problem | None:
    uscc = plain_uscc(new.uscc)
    wrong = None if uscc is None else uscc_problem(uscc)
    if wrong is not None:
        return _problem(
            "organisation.uscc_wrong", new, wrong,
            Text("请对照营业执照核对。", "Check it against the business licence."),
        )  # fmt: skip
    if not name_key(new.name) or len(new.name) > 120:
        return _problem(
            "organisation.name_wrong", new,
            Text("名称为空或超过 120 个字。", "The name is empty or longer than 120 signs."),
            Text("请填写登记证书上的全称。", "Give the full name on the certificate of registration."),
        )  # fmt: skip
    if new.region not in register.regions:
        return _problem(
            "organisation.region_unknown", new,
            Text(f"行政区划代码“{new.region}”不存在。", f"There is no region “{new.region}”."),
            Text("可用“zhiheng register regions”查询。", "Look it up with “zhiheng register regions”."),
        )  # fmt: skip
    return _list_problem(new)


def _list_problem(new: NewOrganisation) -> Problem | None:
    for value, allowed, zh in (
        (new.kind, [kind.value for kind in OrganisationKind], "组织类别"),
        (new.size, ["", *(size.value for size in Size)], "企业规模"),
    ):
        if value not in allowed:
            listed = "、".join(one for one in allowed if one)
            return _problem(
                "organisation.value_unknown", new,
                Text(f"{zh}“{value}”不在可选范围内。", f"“{value}” is not in the list."),
                Text(f"可选：{listed}。", f"Choose one of: {listed}."),
            )  # fmt: skip
    return None


def _uscc_taken(new: NewOrganisation, known: _Known) -> Problem:
    return _problem(
        "organisation.uscc_taken", new,
        Text(
            f"统一社会信用代码 {known.uscc} 已登记为“{known.name}”（{known.code}），与“{new.name}”不一致。",
            f"The credit code {known.uscc} is registered for “{known.name}” ({known.code}), not “{new.name}”.",
        ),
        Text(
            "如该组织已更名，请办理名称变更；否则请核对代码。",
            "If the organisation changed its name, record the change; otherwise check the code.",
        ),
    )  # fmt: skip


def _namesake(new: NewOrganisation, known: _Known) -> Problem:
    return _problem(
        "organisation.namesake", new,
        Text(
            f"“{new.name}”与已登记的“{known.name}”（{known.code}，代码 {known.uscc or '无'}）名称相同，但代码不同。",
            f"“{new.name}” has the name of “{known.name}” ({known.code}, credit code {known.uscc or 'none'}),"
            " which has another credit code.",
        ),
        Text(
            "请核对代码；确为两个组织的，请确认为同名组织后再登记。",
            "Check the code; if they are two organisations, confirm that and register again.",
        ),
    )  # fmt: skip


def _problem(code: str, new: NewOrganisation, message: Text, remedy: Text) -> Problem:
    return Problem(code, new.place, message, remedy)


def _register_for(intake: Sequence[NewOrganisation]) -> _Register:
    register = _Register(regions=set(_in_chunks_regions({new.region for new in intake})))
    usccs = sorted({uscc for new in intake if (uscc := plain_uscc(new.uscc)) is not None})
    keys = sorted({name_key(new.name) for new in intake})
    ids: set[int] = set()
    for start in range(0, len(usccs), CHUNK):
        part = usccs[start : start + CHUNK]
        ids.update(Organisation.objects.filter(uscc__in=part).values_list("pk", flat=True))
    for start in range(0, len(keys), CHUNK):
        named = OrganisationName.objects.filter(name_key__in=keys[start : start + CHUNK])
        ids.update(named.values_list("organisation_id", flat=True))
    for known, known_keys in _known(sorted(ids)):
        register.add(known, known_keys)
    return register


def _in_chunks_regions(codes: set[str]) -> Iterable[str]:
    return Region.objects.filter(code__in=codes, valid_to=None).values_list("code", flat=True)


def _known(ids: Sequence[int]) -> Iterable[tuple[_Known, set[str]]]:
    for start in range(0, len(ids), CHUNK):
        found = Organisation.objects.filter(pk__in=ids[start : start + CHUNK]).order_by("pk")
        for one in found.prefetch_related("names"):
            yield _Known(one.code, one.name, one.uscc), {name.name_key for name in one.names.all()}
