"""The record of acts: what was done, by whom, about what and under which article, never changed afterwards.

Words: book, line, leaf, chain, head, checkpoint, proof, commitment, fault.
Doors: ``actions.write`` and ``actions.write_many`` (inside the transaction of the act itself),
``actions.publish_checkpoint``, ``queries``, ``verify.verify_book``, ``domain`` for commitments and
proofs, the command ``zhiheng ledger``.
It never: changes or removes a line, decides whether an act was allowed, or keeps a confidential
content in the open (that enters as a commitment).
"""
