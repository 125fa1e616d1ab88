"""Sample rounds in progress: one for each place at which somebody has work to do.

They run under a synthetic rulebook over the invented applicants of the demonstration, up to the stage that is left
open; what is found there (a file returned, an objection waiting) is made by the same actions as in a real round.
"""

from zhiheng.programmes.awards.samples.rounds import ROUNDS, open_samples

__all__ = ["ROUNDS", "open_samples"]
