"""The places that are left in one tier while it is filled, and whether its minimums can still be kept.

A candidate matters only by its *mark*: which bounds it uses and which minimums it serves. Whether the
minimums can still be kept is decided exactly, by a search over marks with remembered states; the numbers
of a real instrument (a few classes, at most some hundred places) keep it small.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from zhiheng.calc.places.values import Candidate, Why

Supply: TypeAlias = tuple[tuple["Mark", int], ...]


class Mark(NamedTuple):
    """What a candidate uses (positions of bounds) and serves (positions of minimums)."""

    uses: tuple[int, ...]
    serves: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Bound:
    """An upper limit: on everybody (``klass`` empty) or on one class, with the places it had at first."""

    why: Why
    klass: str
    size: int
    owner: str = ""

    def touches(self, candidate: Candidate) -> bool:
        """Tell whether a candidate uses one of its places."""
        return not self.klass or self.klass in candidate.classes


class Room:
    """The places left under every bound, and the minimums still to be kept."""

    def __init__(
        self, bounds: Sequence[Bound], minimums: Sequence[tuple[str, int]], candidates: Iterable[Candidate]
    ) -> None:
        self.bounds = tuple(bounds)
        self.classes = tuple(klass for klass, _ in minimums)
        self.left = tuple(bound.size for bound in bounds)
        self.supply: Counter[Mark] = Counter(self.mark(candidate) for candidate in candidates)
        self.needs = self.reachable(tuple(n for _, n in minimums))
        self.only_needed = False
        self.closed: frozenset[int] = frozenset()

    def mark(self, candidate: Candidate) -> Mark:
        """Return what bears on the places of a candidate."""
        uses = tuple(i for i, bound in enumerate(self.bounds) if bound.touches(candidate))
        return Mark(uses, tuple(i for i, klass in enumerate(self.classes) if klass in candidate.classes))

    def reachable(self, wanted: tuple[int, ...]) -> tuple[int, ...]:
        """Return as much of the minimums as the supply allows: the first named first."""
        found = [0] * len(wanted)
        for i, number in enumerate(wanted):
            for tried in range(number, 0, -1):
                found[i] = tried
                if completable(self.left, tuple(found), _helpful(self.supply)):
                    break
                found[i] = 0
        return tuple(found)

    def takes(self, marks: Iterable[Mark]) -> bool:
        """Tell whether these fit together and leave every minimum within reach."""
        wanted = Counter(marks)
        left, needs = list(self.left), list(self.needs)
        for mark in sorted(wanted.elements()):
            if self.only_needed and not any(needs[i] for i in mark.serves):
                return False
            for i in mark.uses:
                left[i] -= 1
            for i in mark.serves:
                needs[i] = max(0, needs[i] - 1)
        if min(left, default=0) < 0:
            return False
        return not any(needs) or completable(tuple(left), tuple(needs), _helpful(self.supply - wanted))

    def take(self, mark: Mark) -> None:
        """Give one place."""
        self.left = tuple(n - (i in mark.uses) for i, n in enumerate(self.left))
        self.needs = tuple(max(0, n - (i in mark.serves)) for i, n in enumerate(self.needs))
        self.pass_by(mark)

    def pass_by(self, mark: Mark) -> None:
        """Leave one candidate behind: it no longer serves a minimum."""
        self.supply[mark] -= 1
        self.supply = +self.supply

    def settled(self, marks: Sequence[Mark]) -> frozenset[Mark]:
        """Return those of equal candidates who fit whoever of the others is chosen."""
        counts = Counter(marks)
        widest = min(left for left, bound in zip(self.left, self.bounds, strict=True) if not bound.klass)
        chosen = {mark: min(n, widest + 1) for mark, n in counts.items()}
        size = 1
        for n in chosen.values():
            size *= n + 1
        if size > _MOST_CHOICES:
            return frozenset()
        fitting = [mix for mix in _mixes(list(chosen.items())) if self.takes(mix.elements())]
        return frozenset(
            mark
            for mark, n in counts.items()
            if all(mix[mark] >= n or self.takes((mix + Counter([mark])).elements()) for mix in fitting)
        )

    def close(self, tied: Sequence[Mark]) -> None:
        """Keep those below from the places that a tie left open, and give up the minimums that hang on it."""
        over = [i for i, left in enumerate(self.left) if sum(i in mark.uses for mark in tied) > left]
        if not over or any(not self.bounds[i].klass for i in over):
            self.only_needed = True
            served = {i for mark in tied for i in mark.serves}
            self.needs = tuple(0 if i in served else n for i, n in enumerate(self.needs))
        else:
            self.left = tuple(0 if i in over else n for i, n in enumerate(self.left))
            self.closed |= frozenset(over)
        self.needs = self.reachable(self.needs)


_MOST_CHOICES = 4096


def _mixes(chosen: list[tuple[Mark, int]]) -> Iterable[Counter[Mark]]:
    if not chosen:
        yield Counter()
        return
    mark, most = chosen[0]
    for rest in _mixes(chosen[1:]):
        for n in range(most + 1):
            yield rest + Counter({mark: n})


def _helpful(supply: Counter[Mark]) -> Supply:
    return tuple(sorted((mark, n) for mark, n in supply.items() if mark.serves and n > 0))


def completable(left: tuple[int, ...], needs: tuple[int, ...], supply: Supply) -> bool:
    """Tell, exactly, whether some of the supply keep every minimum within the bounds."""
    return _search(left, needs, supply, set())


def _search(
    left: tuple[int, ...], needs: tuple[int, ...], supply: Supply, failed: set[tuple[object, ...]]
) -> bool:
    """Choose how many of the first mark, the most that could be of use first; then go on with the others."""
    if not any(needs):
        return True
    state = (len(supply), left, needs)
    if not supply or state in failed or _hopeless(left, needs, supply):
        return False
    (mark, number), rest = supply[0], supply[1:]
    most = min([number, max(needs[i] for i in mark.serves), *(left[i] for i in mark.uses)])
    for taken in range(most, -1, -1):
        after = tuple(n - taken * (i in mark.uses) for i, n in enumerate(left))
        still = tuple(max(0, n - taken * (i in mark.serves)) for i, n in enumerate(needs))
        if _search(after, still, rest, failed):
            return True
    failed.add(state)
    return False


def _hopeless(left: tuple[int, ...], needs: tuple[int, ...], supply: Supply) -> bool:
    """Tell early that a minimum has too few candidates, or that all together need more places than are left."""
    for i, need in enumerate(needs):
        within = (min([n, *(left[b] for b in mark.uses)]) for mark, n in supply if i in mark.serves)
        if need > sum(within):
            return True
    live = [mark for mark, n in supply if n]
    shared = set.intersection(*(set(mark.uses) for mark in live)) if live else set()
    most = max((len(mark.serves) for mark in live), default=1)
    fewest = -(-sum(needs) // most)
    return any(left[i] < fewest for i in shared)
