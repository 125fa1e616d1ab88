"""``zhiheng round``: a round from its opening to its proof."""

import click

from zhiheng.core.speech import say
from zhiheng.programmes.awards.commands.changes import correct, corrected, late, reopen, restore, withdraw
from zhiheng.programmes.awards.commands.demo import demo, samples
from zhiheng.programmes.awards.commands.intake import import_workbook, open_, template
from zhiheng.programmes.awards.commands.proof import export, recompute
from zhiheng.programmes.awards.commands.sheets import record, sheet
from zhiheng.programmes.awards.commands.stages import begin, close, list_rounds, preview, show

round_group = click.Group(
    "round",
    help=say("评审届次：从申报到荣誉", "Award rounds, from call to honour"),
    commands=[
        demo,
        samples,
        list_rounds,
        show,
        open_,
        template,
        import_workbook,
        begin,
        sheet,
        record,
        preview,
        close,
        late,
        withdraw,
        restore,
        correct,
        corrected,
        reopen,
        export,
        recompute,
    ],
)
