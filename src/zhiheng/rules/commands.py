"""The commands ``zhiheng rulebook``: check, show, schema, coverage, diff, test."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

import click

from zhiheng.core.refusal import InputRefused, Refused
from zhiheng.core.speech import language, say, told
from zhiheng.core.text import Text
from zhiheng.rules.cases import SUFFIX, CaseResult, cases_path, has_cases, run_cases
from zhiheng.rules.check import check_file
from zhiheng.rules.coverage import Coverage, coverage_of, together
from zhiheng.rules.diff import PARTS, changes
from zhiheng.rules.explain import as_text
from zhiheng.rules.load import load_rulebook
from zhiheng.rules.model.called import Called
from zhiheng.rules.schema import json_schema

SHELF = Path("rulebooks")


class Told(click.Command):
    """A command whose help is said in the language of the process, when it is asked for."""

    def __init__(self, *args: Any, tells: tuple[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tells = tells

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        self.help = say(*self.tells)
        super().format_help_text(ctx, formatter)

    def get_short_help_str(self, limit: int = 45) -> str:
        return say(*self.tells)


class _Shelf(click.Group):
    """The group; its help follows the language too."""

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        self.help = say("检查、阅读和测试规则书。", "Check, read and test rulebooks.")
        super().format_help_text(ctx, formatter)


rulebook = _Shelf("rulebook", help=say("检查、阅读和测试规则书。", "Check, read and test rulebooks."))


def _command(name: str, zh: str, en: str) -> Callable[[Callable[..., Any]], click.Command]:
    return rulebook.command(name, cls=Told, tells=(zh, en), help=say(zh, en))


_as_json = click.option("--json", "as_json", is_flag=True, help="JSON")
_files = click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="FILE...")


@_command(
    "check",
    "检查规则书，列出全部问题（文件夹：检查其中每一份）。",
    "Check rulebooks and list every problem (a folder: each one below it).",
)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@_as_json
def check(files: tuple[Path, ...], as_json: bool) -> None:
    """Say that the files are in order, or refuse with every problem."""
    paths = _rulebooks(files)
    problems = [problem for path in paths for problem in check_file(path)]
    if problems:
        message = Text(
            f"检查了 {len(paths)} 份规则书，发现 {len(problems)} 处问题。",
            f"{len(paths)} rulebook(s) checked, {len(problems)} problem(s) found.",
        )
        raise InputRefused("rulebook.invalid", message, problems)
    if as_json:
        _print_json({"checked": [str(path) for path in paths], "problems": []})
        return
    for path in paths:
        click.echo(f"{path}: {say('没有问题', 'in order')}")


@_command("show", "以条款次序阅读规则书。", "Read a rulebook in the order of its articles.")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--lang", type=click.Choice(["zh", "en"]), default=None)
@_as_json
def show(file: Path, lang: str | None, as_json: bool) -> None:
    """Print the document of one rulebook; a higher room may give names of places and awards (``ctx.obj``)."""
    book = load_rulebook(_one(file))
    named = click.get_current_context().obj
    document = as_text(book.called(named) if isinstance(named, Called) else book, lang or language())
    if as_json:
        _print_json(document.to_json())
    else:
        click.echo(document.plain(), nl=False)


@_command("schema", "输出 JSON Schema，供编辑器补全和检查。", "Print the JSON Schema for editors.")
@click.option("--json", "as_json", is_flag=True, hidden=True)
def schema(as_json: bool) -> None:
    """Print the JSON Schema of a rulebook."""
    _print_json(json_schema())


@_command(
    "coverage",
    "统计规则书各条规则的依据：已核实、待核实、取通常值、由人认定（不写文件：rulebooks 文件夹）。",
    "Count the rules by what they rest on: confirmed, unverified, open, attested (no file: the folder rulebooks).",
)
@_files
@_as_json
def coverage(files: tuple[Path, ...], as_json: bool) -> None:
    """Print one row for each rulebook, and the sum."""
    found = [coverage_of(load_rulebook(path)) for path in _rulebooks(files or (SHELF,))]
    whole = together(found, say("合计", "together"))
    if as_json:
        _print_json({"rulebooks": [one.to_json() for one in found], "together": whole.to_json()})
        return
    heads = say("已核实 待核实 取通常值 由人认定", "confirmed unverified open attested").split()
    rows = [["", *heads], *(_row(one) for one in [*found, whole])]
    widths = [max(_width(row[column]) for row in rows) for column in range(5)]
    for row in rows:
        name, *numbers = (
            cell + " " * (width - _width(cell)) if column == 0 else " " * (width - _width(cell)) + cell
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        click.echo("  ".join([name, *numbers]))


def _row(one: Coverage) -> list[str]:
    return [one.rulebook, *(str(n) for n in (one.confirmed, one.unverified, one.open, one.attested))]


def _width(text: str) -> int:
    """Return the columns that a terminal gives a text: a Chinese letter takes two."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


@_command("diff", "逐条说明两份规则书有何不同。", "Say rule by rule what changed from A to B.")
@click.argument("a", type=click.Path(path_type=Path), metavar="A")
@click.argument("b", type=click.Path(path_type=Path), metavar="B")
@_as_json
def diff(a: Path, b: Path, as_json: bool) -> None:
    """Print the changes from one rulebook to another, part by part."""
    old, new = load_rulebook(_one(a)), load_rulebook(_one(b))
    found = changes(old, new)
    if as_json:
        _print_json({"from": old.id, "to": new.id, "changes": [one.to_json() for one in found]})
        return
    if not found:
        click.echo(say("两份规则书没有实质不同。", "The rulebooks do not differ in substance."))
    for part, title in PARTS.items():
        listed = [one for one in found if one.part == part]
        if listed:
            click.echo(told(title))
        for one in listed:
            click.echo(f"  - {told(one.says)}")


@_command(
    "test",
    "运行规则书旁的 .cases.yaml 示例（不写文件：rulebooks 文件夹）。",
    "Run the .cases.yaml beside rulebooks (no file: the folder rulebooks).",
)
@_files
@_as_json
def test(files: tuple[Path, ...], as_json: bool) -> None:
    """Run the examples; refuse if any comes out otherwise than expected."""
    paths = _rulebooks(files or (SHELF,), with_cases=True)
    without = [path for path in paths if _is_without_cases(path)]
    results = {str(path): run_cases(path) for path in paths if path not in without}
    wrong = [result for found in results.values() for result in found if not result.is_as_expected]
    total = sum(len(found) for found in results.values())
    if as_json:
        _print_json({path: [result.to_json() for result in found] for path, found in results.items()})
    else:
        for path, found in results.items():
            _print_results(path, found)
        for one in without:
            name = cases_path(one).name
            click.echo(f"{one}: {say(f'没有示例文件 {name}', f'there are no examples ({name})')}")
    if wrong:
        raise Refused(
            "rulebook.cases_differ",
            Text(
                f"{total} 项示例中有 {len(wrong)} 项与预期不符。", f"{len(wrong)} of {total} examples differ."
            ),
        )


def _is_without_cases(path: Path) -> bool:
    return not path.name.endswith(SUFFIX) and not has_cases(path)


def _print_results(path: str, found: Iterable[CaseResult]) -> None:
    results = list(found)
    right = sum(result.is_as_expected for result in results)
    click.echo(
        f"{path}: {say(f'{len(results)} 项中 {right} 项相符', f'{right} of {len(results)} as expected')}"
    )
    for result in results:
        if result.difference is not None:
            why = told(result.outcome.reason)
            click.echo(
                f"  {_at(path, result)} {result.example}/{result.condition}{say('：', ': ')}"
                f"{told(result.difference)}{say('理由：', ' Reason: ')}{why}"
            )


def _at(path: str, result: CaseResult) -> str:
    """Return the file of the examples and the line of an expectation, as an editor opens it."""
    file = path if path.endswith(SUFFIX) else str(cases_path(Path(path)))
    return f"{file}:{result.line}"


def _print_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def _one(path: Path) -> Path:
    if path.is_dir():
        raise Refused(
            "rulebook.is_folder",
            Text(f"{path} 是文件夹，请写一份规则书的文件名。", f"{path} is a folder; name one rulebook."),
        )
    return path


def _rulebooks(paths: Iterable[Path], *, with_cases: bool = False) -> list[Path]:
    """Return the rulebooks named, and those below the folders named, each once."""
    found: dict[Path, None] = {}
    for path in paths:
        if not path.is_dir():
            found[_not_cases(path) if not with_cases else path] = None
            continue
        below = sorted(p for p in path.rglob("*.yaml") if not p.name.endswith(SUFFIX))
        if not below:
            raise Refused(
                "rulebook.none_here",
                Text(f"{path} 之下没有规则书（.yaml 文件）。", f"There is no rulebook (.yaml) below {path}."),
            )
        found.update(dict.fromkeys(below))
    return list(found)


def _not_cases(path: Path) -> Path:
    if path.name.endswith(SUFFIX):
        raise Refused(
            "rulebook.is_cases",
            Text(
                f"{path} 是示例文件；用 zhiheng rulebook test 运行它。",
                f"{path} holds examples; run it with zhiheng rulebook test.",
            ),
        )
    return path
