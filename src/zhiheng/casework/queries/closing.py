"""What closing a stage would conclude, with names, and a digest under which it can be told again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from zhiheng.casework.domain.values import Conclusion
from zhiheng.casework.kinds import gathered, kind_of
from zhiheng.casework.queries.places import StageAt
from zhiheng.casework.queries.rounds import run_of
from zhiheng.core.canonical import digest
from zhiheng.core.refusal import Citation, Refused
from zhiheng.core.text import Text

SHOWN = 200


@dataclass(frozen=True, slots=True)
class Concluded:
    """The conclusion for one case, with the name of its subject; each reason has its article."""

    code: str
    name: str
    made: Conclusion

    @property
    def reasons(self) -> tuple[tuple[Text, Citation | None], ...]:
        """Return each reason with the article behind it."""
        cites, told = self.made.cites, self.made.reasons
        if len(cites) == len(told):
            return tuple(zip(told, cites, strict=True))
        return tuple((one, cites[0] if cites else None) for one in told)


@dataclass(frozen=True, slots=True)
class Closing:
    """What is still awaited (code, name, why) or else who goes on and who ends; or why neither can be said."""

    stage_waits: Text | None
    awaits: tuple[tuple[str, str, Text], ...]
    goes_on: tuple[Concluded, ...]
    ends: tuple[Concluded, ...]
    digest: str
    refused: Refused | None = None

    @property
    def is_long(self) -> bool:
        """Tell whether a list is longer than a page shows at first."""
        return max(len(self.goes_on), len(self.ends)) > SHOWN

    @property
    def can_close(self) -> bool:
        """Tell whether nothing stands in the way."""
        return self.refused is None and not self.awaits and self.stage_waits is None


def closing_of(at: StageAt, now: datetime) -> Closing:
    """Return what closing the open stage would conclude now; nothing is saved."""
    run, kind = run_of(at.round, at.row), kind_of(at.row.kind)
    names = {case.code: case.name for case in run.everybody}
    try:
        waiting = dict(kind.awaits(run, now))
        if waiting:
            whole = waiting.pop("", None)
            named = tuple((code, names.get(code, ""), told) for code, told in waiting.items())
            return Closing(whole, named, (), (), "")
        made = kind.conclude(run.book, run.rule, gathered(run, now))
    except Refused as refusal:
        return Closing(None, (), (), (), "", refusal)
    concluded = [Concluded(one.case, names[one.case], one) for one in made]
    return Closing(
        stage_waits=None,
        awaits=(),
        goes_on=tuple(one for one in concluded if one.made.goes_on),
        ends=tuple(one for one in concluded if not one.made.goes_on),
        digest=digest([one.to_json() for one in made]),
    )
