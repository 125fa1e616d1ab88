"""Find the region that a short place name means."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

SUFFIXES = ("", "省", "市", "区", "县", "自治区", "自治州", "自治县")


class Places:
    """All regions by code and by name, to read names such as 福建, 福鼎市 or 湖里区."""

    def __init__(self, rows: Iterable[tuple[str, str, str]]) -> None:
        """Take rows (code, name, path); the path lists codes from the country down."""
        self._paths: dict[str, str] = {}
        self._by_name: defaultdict[str, list[str]] = defaultdict(list)
        for code, name, path in rows:
            self._paths[code] = path
            self._by_name[name].append(code)

    def __contains__(self, code: str) -> bool:
        return code in self._paths

    def found(self, name: str, within: str) -> str | None:
        """Return the one region of this name, looked for below *within* first; none when it is not certain.

        The name may lack its 省, 市, 区 or 县. Of several the highest one counts, if it is alone at its level.
        """
        if not name:
            return None
        codes = [code for suffix in SUFFIXES for code in self._by_name.get(name + suffix, ())]
        below = [code for code in codes if within in self._paths[code].split("/")]
        candidates = below or codes
        depth = min((self._depth(code) for code in candidates), default=0)
        highest = [code for code in candidates if self._depth(code) == depth]
        return highest[0] if len(highest) == 1 else None

    def _depth(self, code: str) -> int:
        return self._paths[code].count("/")
