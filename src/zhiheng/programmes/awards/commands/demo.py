"""``zhiheng round demo``: a whole round over invented applicants, with its progress and its result."""

from __future__ import annotations

import time
from pathlib import Path

import click
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from zhiheng.casework.queries.rounds import case_of, cases_of, round_of
from zhiheng.casework.queries.story import Step, story_of
from zhiheng.core.refusal import Citation
from zhiheng.core.speech import say, told
from zhiheng.core.text import Text
from zhiheng.programmes.awards.demo import CLOSES, ROUND, run_demo
from zhiheng.programmes.awards.samples import open_samples
from zhiheng.registers import queries as registers


@click.command(
    help=say("演示：用虚构单位和模拟专家跑完一届厦门市质量奖", "Run a whole sample round of the Xiamen award")
)
@click.option("--seed", type=click.IntRange(0), default=7, show_default=True, help=say("随机种子", "Seed"))
def demo(seed: int) -> None:
    """Set up, run and print the demonstration; running it again starts afresh."""
    began = time.perf_counter()
    call_command("migrate", verbosity=0, interactive=False)
    rulebook = Path(settings.CHECKOUT) / "rulebooks" / "350200" / "quality-award" / "2020.yaml"
    result = run_demo(
        rulebook=rulebook, seed=seed, now=timezone.now(), home=Path(settings.ZHIHENG_HOME), told=_progress
    )
    _print_cases()
    _print_honours()
    seconds = time.perf_counter() - began
    click.echo(say("检查点", "Checkpoint") + f": 350200  {result.size}  {result.root}")
    click.echo(
        say(
            f"用时 {seconds:.1f} 秒。申报单位均为虚构，评分、答复和表决均为模拟（种子 {seed}），不代表任何真实评审。",
            f"{seconds:.1f} s. All applicants are invented; marks, replies and votes are simulated (seed {seed}).",
        )
    )
    click.echo(say("打开网站：make serve", "Open the site: make serve"))
    click.echo(say("看一个办件：", "Follow one case: ") + f"{_zhiheng()} case show {ROUND}-0001")


@click.command(
    help=say(
        "再开几个正在进行的演示届次，各类用户可在网站上试办",
        "Open sample rounds in progress",
    )
)
@click.option("--seed", type=click.IntRange(0), default=7, show_default=True, help=say("随机种子", "Seed"))
def samples(seed: int) -> None:
    """Open sample rounds, each left at a stage where somebody has work to do."""
    rulebook = Path(settings.CHECKOUT) / "rulebooks" / "350200" / "sample-award" / "2026.yaml"
    open_samples(
        rulebook=rulebook, seed=seed, now=timezone.now(), home=Path(settings.ZHIHENG_HOME), told=_progress
    )
    click.echo(
        say(
            "演示届次已备好；make serve 会列出可登录的演示账号。",
            "The sample rounds are ready; make serve lists accounts to sign in with.",
        )
    )


def _zhiheng() -> str:
    return ".venv/bin/zhiheng" if (Path(settings.CHECKOUT) / ".venv").is_dir() else "zhiheng"


def _progress(text: Text) -> None:
    click.echo(f"… {told(text)}")


def _print_cases() -> None:
    click.echo("")
    for row in cases_of(round_of(ROUND)):
        story = story_of(case_of(str(row["case"])), CLOSES)
        last = next(step for step in reversed(story.steps) if step.outcome)
        click.echo(f"{row['case']}  {row['name']}")
        for reason, cite in _why(last):
            click.echo(f"    {told(last.title)}：{told(reason)}〔{told(cite.text())}〕")


def _why(step: Step) -> list[tuple[Text, Citation]]:
    """Return every condition that failed, or the last word where there was a choice."""
    told_ones = step.reasons if step.outcome == "failed" else step.reasons[-1:]
    return [(reason, cite or step.cite) for reason, cite in told_ones]


def _print_honours() -> None:
    honours = registers.honours_of_round(ROUND, timezone.localdate())
    click.echo("")
    click.echo(say(f"获奖（演示）：{len(honours)} 家", f"Honours (sample): {len(honours)}"))
    for one in honours:
        click.echo(f"  ★ {one.award}  {one.winner}  {one.case_code}")
