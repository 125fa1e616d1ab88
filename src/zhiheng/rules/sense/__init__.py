"""What a lawyer would find in a rulebook that is well written but cannot be carried out.

It reads the built rulebook, after its form and its references were found in order. Only what cannot be right
under any reading is a problem; what is merely unusual is not.
"""

from zhiheng.rules.model.rulebook import Rulebook
from zhiheng.rules.sense.clocks import check_clocks
from zhiheng.rules.sense.contradictions import check_contradictions
from zhiheng.rules.sense.criteria import check_criteria
from zhiheng.rules.sense.elections import check_elections
from zhiheng.rules.sense.money import check_money
from zhiheng.rules.sense.order import check_order
from zhiheng.rules.sense.people import check_people
from zhiheng.rules.sense.places import check_places
from zhiheng.rules.sense.points import check_points
from zhiheng.rules.sense.sight import Sight
from zhiheng.rules.yamltext import Reading


def check_sense(reading: Reading, book: Rulebook) -> None:
    """Note everything in a rulebook that cannot be carried out or contradicts itself."""
    sight = Sight(book, reading)
    for check in (
        check_order,
        check_elections,
        check_places,
        check_criteria,
        check_points,
        check_people,
        check_contradictions,
        check_clocks,
        check_money,
    ):
        check(sight)
