"""A round's dossier for an auditor: its proof, its ledger lines, its notices and its list, in one archive."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from zhiheng.casework.queries import progress
from zhiheng.core.canonical import canonical_bytes
from zhiheng.ledger import queries as ledger
from zhiheng.programmes.awards.domain.listing import Wanted
from zhiheng.programmes.awards.queries.export import proof_file
from zhiheng.programmes.awards.queries.listing import exported

ABOUT: Final = """\
质衡届次卷宗 · Zhiheng round dossier

proof.json          结果所依据的全部内容，可由任何人重算：zhiheng round verify proof.json
                    Everything that the result rests on; anybody re-computes it: zhiheng round verify proof.json
ledger.jsonl        总账中本届及其办件的各行，每行为计算叶哈希的规范字节
                    The ledger lines about this round and its cases, each as the bytes that were hashed
notices.json        已公布的名单及起止时间
                    The lists that were published, with their times
applications.xlsx   申报名单（不含联系方式）
                    The applications, without contacts
rulebook.yaml       本届所依据的规则书正文
                    The text of the rulebook that the round was pinned to
"""


def dossier_of_round(round_: Any, now: datetime) -> bytes:
    """Return the archive; refuses (like the proof in it) when no checkpoint covers the round yet."""
    proof = proof_file(round_.code)
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", ABOUT)
        archive.writestr("proof.json", json.dumps(proof, ensure_ascii=False, indent=1))
        archive.writestr("ledger.jsonl", b"".join(_lines(round_)))
        archive.writestr("notices.json", json.dumps(_notices(round_, now), ensure_ascii=False, indent=1))
        archive.writestr("applications.xlsx", exported(round_, Wanted(), with_contacts=False))
        archive.writestr("rulebook.yaml", proof["rulebook"]["source"])
    return memory.getvalue()


def _lines(round_: Any) -> Iterator[bytes]:
    """Yield the lines about the round, what lies below it, and its cases, in one pass over the book."""
    codes = set(round_.cases.values_list("code", flat=True))
    for line in ledger.lines_of(round_.authority).iterator(chunk_size=2000):
        head = line.about.partition("/")[0]
        if head == round_.code or head in codes:
            yield canonical_bytes(ledger.content_of(line)) + b"\n"


def _notices(round_: Any, now: datetime) -> list[dict[str, Any]]:
    return [
        {"stage": one.stage, "starts_at": one.starts_at.isoformat(), "ends_at": one.ends_at.isoformat(),
         "names": list(one.names)}
        for one in progress.notices_of(round_, now)
    ]  # fmt: skip
