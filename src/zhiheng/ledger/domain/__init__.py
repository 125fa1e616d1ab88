"""The pure part of the ledger: hashes, proofs, checkpoint notes and commitments."""

from zhiheng.ledger.domain.commitment import Commitment, commit, opens
from zhiheng.ledger.domain.leaf import CHAIN_START, checked_book, checked_word, instant, leaf_of, link
from zhiheng.ledger.domain.merkle import (
    EMPTY_ROOT,
    Frontier,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    root_of,
    verify_consistency,
    verify_inclusion,
)

__all__ = [
    "CHAIN_START",
    "EMPTY_ROOT",
    "Commitment",
    "Frontier",
    "checked_book",
    "checked_word",
    "commit",
    "consistency_proof",
    "inclusion_proof",
    "instant",
    "leaf_hash",
    "leaf_of",
    "link",
    "opens",
    "root_of",
    "verify_consistency",
    "verify_inclusion",
]
