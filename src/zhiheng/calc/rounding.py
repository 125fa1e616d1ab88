"""The one place where an exact value is shortened, with its mode named."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

Number: TypeAlias = Decimal | Fraction | int


class Rounding(StrEnum):
    """How an exact value is shortened.

    ``half_up`` is 四舍五入: a half goes away from zero. ``half_even`` is GB/T 8170 (四舍六入五成双):
    a half goes to the even neighbour. ``down`` cuts off towards zero.
    """

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"
    DOWN = "down"


def exact(value: Number) -> Fraction:
    """Return the value as a ``Fraction``; a float or a boolean is a ``TypeError``, NaN a ``ValueError``."""
    if isinstance(value, bool) or not isinstance(value, Decimal | Fraction | int):
        raise TypeError(f"{value!r} is not exact; use Decimal, Fraction or a whole number")
    if isinstance(value, Decimal) and not value.is_finite():
        raise ValueError(f"{value} is not a number")
    return Fraction(value)


def rounded(value: Number, places: int = 2, how: str = Rounding.HALF_UP) -> Decimal:
    """Return *value* with exactly *places* decimals (0 or more), rounded once from the exact value.

    Independent of the decimal context. See :class:`Rounding` for the modes.
    """
    if places < 0:
        raise ValueError("decimal places are 0 or more; round to a larger unit with to_unit")
    units = to_unit(exact(value) * 10**places, 1, how)
    digits = tuple(int(d) for d in str(abs(units)))
    return Decimal((int(units < 0), digits, -places))


def to_unit(value: Number, unit: int, how: str = Rounding.HALF_UP) -> int:
    """Return the multiple of the whole number *unit* nearest to *value* under the mode *how*."""
    whole_value = exact(value)
    size = abs(whole_value) / unit
    whole, rest = divmod(size.numerator, size.denominator)
    half = (2 * rest > size.denominator) - (2 * rest < size.denominator)  # -1 below, 0 at, 1 above the half
    mode = Rounding(how)
    if mode is Rounding.HALF_UP:
        whole += half >= 0
    elif mode is Rounding.HALF_EVEN:
        whole += half > 0 or (half == 0 and whole % 2 == 1)
    return (whole if whole_value >= 0 else -whole) * unit
