"""Why a case ended as it did: a tree of rules, the facts each rests on and where they came from, and results.

The tree is made from what an exported round holds (rulebook, inputs, conclusions), so that an outsider gets the
same tree without a database.
"""

from zhiheng.programmes.awards.domain.why.stages import prove
from zhiheng.programmes.awards.domain.why.tree import Fact, Proof

__all__ = ["Fact", "Proof", "prove"]
