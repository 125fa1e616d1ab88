"""Codes that name a region, an organisation or a case: their shape, and what is wrong with a bad one.

Region codes follow GB/T 2260 (six digits). Unified Social Credit Codes follow GB 32100: a letter or
digit of the registering body, one of the kind, six digits of the region, nine of the organisation, and
a check character, which python-stdnum computes. Whether a code is in use is for the registers to say.
"""

from __future__ import annotations

import re
import unicodedata

from stdnum.cn import uscc as stdnum_uscc

from zhiheng.core.text import Text

USCC_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I, O, Z, S, V
_REGISTRARS = "123456789ANY"
_SAMPLE = "YY"  # organisation codes of this shape are not issued; see sample_uscc
_CASE_PREFIX = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_REGION = re.compile(r"[1-8][0-9]{5}")


def region_problem(code: str) -> Text | None:
    """Say what is wrong with the shape of a region code, or return ``None``."""
    if _REGION.fullmatch(code) and not (code[2:4] == "00" and code[4:] != "00"):
        return None
    return Text(
        f"“{code}”不是行政区划代码：应为六位数字，如 350206。",
        f"“{code}” is not a region code: it has six digits, such as 350206.",
    )


def region_ancestors(code: str) -> tuple[str, ...]:
    """Return the codes above a region by their digits, nearest first: 350206 lies in 350200 and 350000.

    Only the shape is used; where a zone or a county directly under a province belongs, the registers say.
    """
    above = (code[:4] + "00", code[:2] + "0000")
    return tuple(dict.fromkeys(parent for parent in above if parent != code))


def normalise_uscc(text: str) -> str:
    """Return a credit code as it is kept: half-width capitals without spaces, dashes or invisible marks."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(
        c for c in plain if not c.isspace() and unicodedata.category(c) not in ("Cf", "Pd")
    ).upper()


def uscc_problem(code: str) -> Text | None:
    """Say what is wrong with a Unified Social Credit Code, normalised first, or return ``None``.

    Checked in this order: length, characters, the registering body, the region's digits, the check character.
    """
    plain = normalise_uscc(code)
    if len(plain) != 18:
        return Text(
            f"统一社会信用代码应为 18 位，现为 {len(plain)} 位。",
            f"A Unified Social Credit Code has 18 characters, not {len(plain)}.",
        )
    return _character_problem(plain) or _body_problem(plain) or _check_problem(plain)


def sample_uscc(region: str, n: int) -> str:
    """Return the n-th valid code of an invented enterprise of a region; the same arguments, the same code.

    *n* runs from 0 to 999,999. The organisation part begins with ``YY``, which no issued code does (as
    far as we know), so that a sample can be told from a real code; its own check character
    (GB 11714) and the last one are right. A region code of a wrong shape is a ``ValueError``.
    """
    if region_problem(region) is not None or not 0 <= n < 1_000_000:
        raise ValueError(f"no sample code for region {region!r}, number {n}")
    body = f"{_SAMPLE}{n:06d}"
    code = f"91{region}{body}{_organisation_check(body)}"
    return code + stdnum_uscc.calc_check_digit(code)


def is_sample_uscc(code: str) -> bool:
    """Tell whether a code was made by :func:`sample_uscc`, that is, names an invented enterprise."""
    return uscc_problem(code) is None and normalise_uscc(code)[8:10] == _SAMPLE


def case_code(prefix: str, n: int) -> str:
    """Return the code of the n-th case under a prefix, n from 1: ``hl-007``, later ``hl-1000``.

    The prefix is lower-case letters and digits with single dashes (``demo-xm``); another is a ``ValueError``.
    """
    if not _CASE_PREFIX.fullmatch(prefix) or n < 1:
        raise ValueError(f"no case code for prefix {prefix!r}, number {n}")
    return f"{prefix}-{n:03d}"


def _character_problem(code: str) -> Text | None:
    wrong = [(i, c) for i, c in enumerate(code, start=1) if c not in USCC_LETTERS]
    if not wrong:
        return None
    place, character = wrong[0]
    hint = (
        ("（不使用 I、O、Z、S、V）", " (I, O, Z, S and V are not used)") if character in "IOZSV" else ("", "")
    )
    return Text(
        f"统一社会信用代码第 {place} 位“{character}”不是允许的字符{hint[0]}。",
        f"Character {place} of the credit code, “{character}”, is not allowed{hint[1]}.",
    )


def _body_problem(code: str) -> Text | None:
    if code[0] not in _REGISTRARS:
        return Text(
            f"统一社会信用代码第 1 位“{code[0]}”不是登记管理部门代码。",
            f"Character 1 of the credit code, “{code[0]}”, names no registering body.",
        )
    if not code[2:8].isdigit():
        return Text(
            f"统一社会信用代码第 3 至 8 位“{code[2:8]}”应为六位行政区划数字。",
            f"Characters 3 to 8 of the credit code, “{code[2:8]}”, are the six digits of a region.",
        )
    return None


def _check_problem(code: str) -> Text | None:
    expected = stdnum_uscc.calc_check_digit(code[:17])
    if code[17] == expected:
        return None
    return Text(
        f"统一社会信用代码校验码不符：末位应为“{expected}”，现为“{code[17]}”，请核对整个代码。",
        f"The check character of the credit code does not fit: expected “{expected}”, found “{code[17]}”; "
        "compare the whole code.",
    )


def _organisation_check(body: str) -> str:
    """Return the check character of an eight-character organisation code (GB 11714: modulus 11)."""
    total = sum(int(c, 36) * w for c, w in zip(body, (3, 7, 9, 10, 5, 8, 4, 2), strict=True))
    return "0123456789X0"[11 - total % 11]
