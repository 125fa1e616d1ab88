"""The house keeps its own rules: lengths, docstrings, rooms, documented settings and commands."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "zhiheng"
MODULES = sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)
TESTS = sorted((ROOT / "tests").rglob("*.py"))
TEMPLATES = sorted(SOURCE.rglob("*.html"))
VERBS = ("actions", "queries", "policy", "domain")


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    """Yield every function of a module."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            yield node


def length(node: ast.FunctionDef) -> int:
    """Return the lines of a function without its decorators."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


def named(path: Path) -> str:
    """Return a path as the checkout knows it."""
    return str(path.relative_to(ROOT))


def test_no_module_is_longer_than_400_lines():
    long = {named(path): n for path in MODULES if (n := path.read_text(encoding="utf-8").count("\n")) > 400}
    assert long == {}


def test_no_function_is_longer_than_40_lines():
    long = {
        f"{named(path)}:{f.name}": length(f) for path in MODULES for f in functions(path) if length(f) > 40
    }
    assert long == {}


def test_no_page_function_is_longer_than_25_lines():
    pages = [path for path in MODULES if path.stem == "pages" or "pages" in path.parts]
    long = {f"{named(path)}:{f.name}": length(f) for path in pages for f in functions(path) if length(f) > 25}
    assert long == {}


def test_no_test_is_longer_than_30_lines():
    long = {
        f"{named(path)}:{f.name}": length(f)
        for path in TESTS for f in functions(path) if f.name.startswith("test_") and length(f) > 30
    }  # fmt: skip
    assert long == {}


def test_no_template_is_longer_than_150_lines():
    long = {named(path): n for path in TEMPLATES if (n := path.read_text(encoding="utf-8").count("\n")) > 150}
    assert long == {}


def test_every_module_says_in_a_sentence_what_it_is():
    silent = [
        named(path)
        for path in MODULES
        if not (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "")
        .split("\n")[0]
        .endswith(".")
    ]
    assert silent == []


def test_every_public_action_query_policy_and_value_has_a_docstring():
    silent = [
        f"{named(path)}:{node.name}"
        for path in MODULES
        if path.stem in VERBS or any(part in VERBS for part in path.parts)
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]  # fmt: skip
    assert silent == []


def test_there_is_no_drawer_for_odds_and_ends():
    drawers = [
        named(path) for path in SOURCE.rglob("*") if path.stem in ("utils", "helpers", "common", "misc")
    ]
    assert drawers == []


ROOMS = (
    "ledger",
    "registers",
    "post",
    "signin",
    "casework",
    "review",
    "programmes.awards",
    "programmes.incentives",
)


@pytest.mark.parametrize("room", ROOMS)
def test_the_models_of_a_room_are_imported_by_that_room_alone(room):
    folder = SOURCE / room.replace(".", "/")
    inside = re.compile(
        rf"from zhiheng\.{re.escape(room)}\.models\b|from zhiheng\.{re.escape(room)} import models\b"
    )
    strangers = [
        named(path)
        for path in MODULES
        if folder not in path.parents and inside.search(path.read_text(encoding="utf-8"))
    ]
    assert strangers == []


def test_only_pages_tasks_and_commands_read_the_clock():
    clock = re.compile(r"timezone\.now\(|datetime\.now\(|date\.today\(|time\.time\(|utcnow\(|localdate\(")
    doors = ("pages", "tasks", "commands")
    readers = [
        named(path)
        for path in MODULES
        if clock.search(path.read_text(encoding="utf-8"))
        and path.stem not in doors and not any(part in doors for part in path.parts)
    ]  # fmt: skip
    assert readers == []


def test_every_setting_that_the_environment_gives_is_documented():
    settings = (SOURCE / "settings.py").read_text(encoding="utf-8")
    variables = set(re.findall(r"\"((?:ZHIHENG|DATABASE)_[A-Z_]+)\"", settings)) | {"ZHIHENG_LANG"}
    operations = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert sorted(name for name in variables if f"`{name}`" not in operations) == []


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    """Yield every command below a group with its whole name."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        else:
            yield " ".join((*path, name)), command


def test_every_command_is_documented_and_helps_in_both_languages(monkeypatch):
    from zhiheng.main import _house

    written = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    found = dict(commands(_house()))
    assert sorted(name for name in found if f"`zhiheng {name}" not in written) == []
    assert sorted(name for name, command in found.items() if not (command.help or "").strip()) == []


def test_requirements_are_hashed_and_name_no_address():
    for name in ("run", "dev"):
        text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
        assert "--hash=sha256:" in text
        assert re.findall(r"https?://|^--(?:index|find)", text, re.MULTILINE) == []


def test_every_dependency_says_why_it_is_there():
    written = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8").lower()
    lines = [
        line for name in ("run", "dev")
        for line in (ROOT / "requirements" / f"{name}.in").read_text(encoding="utf-8").splitlines()
    ]  # fmt: skip
    names = {re.split(r"[<>=\[]", line)[0].lower() for line in lines if line and not line.startswith("-")}
    assert sorted(name for name in names if f"`{name}`" not in written) == []


def test_a_journey_waits_for_what_it_looks_for():
    hasty = re.compile(r"assert (?!.*\.objects\.).*\.(count|is_visible|all_inner_texts)\(\)")
    found = [
        f"{named(path)}:{number}"
        for path in sorted((ROOT / "tests" / "journeys").glob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if hasty.search(line)
    ]
    assert found == []
