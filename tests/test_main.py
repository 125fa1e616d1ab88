"""The command line: exit codes, languages, refusals for people and machines, and no stack trace for anybody."""

import json

import click
import pytest

from zhiheng import main


@pytest.fixture(autouse=True)
def _quiet_language(monkeypatch):
    monkeypatch.setenv("ZHIHENG_LANG", "zh")


def test_a_fault_of_ours_is_told_in_a_sentence_and_kept(monkeypatch, tmp_path, capsys):
    @click.command()
    def boom() -> None:
        raise ZeroDivisionError("inside")

    monkeypatch.setenv("ZHIHENG_HOME", str(tmp_path))
    monkeypatch.setattr(main.House, "get_command", lambda _self, _ctx, _name: boom)

    assert main.run(["rulebook"]) == 3
    said = capsys.readouterr().err
    assert "Traceback" not in said
    assert "faults.log" in said
    assert "ZeroDivisionError: inside" in (tmp_path / "faults.log").read_text(encoding="utf-8")


def test_an_unknown_command_is_wrong_use_in_chinese(capsys):
    assert main.run(["roun"]) == 2
    assert "没有 'roun' 这条命令。" in capsys.readouterr().err


def test_the_language_is_chosen_before_the_command(capsys):
    assert main.run(["--lang", "en", "--help"]) == 0
    assert "Commands:" in capsys.readouterr().out


@pytest.mark.django_db
def test_a_refusal_exits_with_one_and_says_why(capsys):
    assert main.run(["case", "show", "nope-1"]) == 1
    assert capsys.readouterr().err == "未办理: 没有编号为 nope-1 的办件。\n"


@pytest.mark.django_db
def test_a_machine_reads_a_refusal_as_json(capsys):
    assert main.run(["case", "show", "nope-1", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["refused"] == "case.unknown"


@pytest.mark.django_db
def test_an_act_without_a_name_is_refused_with_the_remedy(capsys, monkeypatch):
    monkeypatch.delenv("ZHIHENG_ACCOUNT", raising=False)
    assert main.run(["round", "begin", "xm", "conformity"]) == 1
    assert "--as" in capsys.readouterr().err
