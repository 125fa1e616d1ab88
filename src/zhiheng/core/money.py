"""Money as integer fen; yuan and 万元 are ways of showing it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in fen (1 yuan = 100 fen), exact; never a float."""

    fen: int

    def __add__(self, other: Money) -> Money:
        return Money(self.fen + other.fen)

    def __sub__(self, other: Money) -> Money:
        return Money(self.fen - other.fen)

    @classmethod
    def yuan(cls, amount: str | int | Decimal) -> Money:
        """Return an amount given in yuan; more than two decimals is an error, not a rounding."""
        fen = Decimal(amount) * 100
        if fen != fen.to_integral_value():
            raise ValueError(f"{amount} yuan is not a whole number of fen")
        return cls(int(fen))

    def __str__(self) -> str:
        """Return yuan with two decimals and thousands separators: ``2,938,700.00``."""
        sign = "-" if self.fen < 0 else ""
        whole, rest = divmod(abs(self.fen), 100)
        return f"{sign}{whole:,}.{rest:02d}"

    def in_wan(self) -> str:
        """Return the amount in 万元 (10,000 yuan), exact, with at least two decimals: ``293.87``."""
        wan = (Decimal(self.fen) / 1_000_000).normalize()
        if -int(wan.as_tuple().exponent) < 2:
            wan = wan.quantize(Decimal("0.01"))
        return f"{wan:,f}"
