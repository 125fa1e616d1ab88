"""The commands ``zhiheng ledger``."""

import json

import pytest
from click.testing import CliRunner

from zhiheng.core.refusal import Citation, InputRefused, Refused
from zhiheng.ledger import actions, notes
from zhiheng.ledger.commands import ledger
from zhiheng.ledger.domain.note import Note
from zhiheng.ledger.domain.proof import Proof
from zhiheng.ledger.models import Head

from . import tamper
from .conftest import BOOK, NOON, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(home):
    """Run a command and give its result; what it refuses is raised, as the house's own main expects."""

    def command(*arguments, refused=None):
        result = CliRunner().invoke(ledger, list(arguments), standalone_mode=False)
        if refused is None and result.exception:
            raise result.exception
        if refused is not None:
            assert isinstance(result.exception, refused)
        return result

    return command


def kept(path, note):
    path.write_text(note.text(), encoding="utf-8", newline="\n")
    return str(path)


def test_verify_says_that_a_book_agrees(run):
    write()

    actions.publish_checkpoint(book=BOOK, at=NOON)
    write()

    root = Head.objects.get().root
    expected = f"账簿 {BOOK}：2 行全部相符，前 1 行与已公布的检查点一致（共 1 个），根 {root}\n"
    assert run("verify").stdout == expected


def test_verify_names_each_fault_and_refuses(run):
    for _ in range(4):
        write()
    write(book="house")
    tamper.delete(2)
    tamper.set_line(4, actor="u-2")

    result = run("verify", refused=Refused)
    assert result.exception.code == "ledger.faults"
    assert result.exception.message.en == f"Book {BOOK} has 2 faults."
    assert [line[:7] for line in result.stdout.splitlines()] == [
        "账簿 3502",
        "  第 2 行",
        "  第 4 行",
        "账簿 hous",
    ]


def test_verify_prints_one_json_document_and_ends_with_one(run):
    write()
    write()
    tamper.delete(1)

    result = run("verify", "--json")
    report = json.loads(result.stdout)
    assert (report["ok"], [fault["seq"] for fault in report["books"][0]["faults"]]) == (False, [1])
    assert result.return_value == 1


def test_verify_compares_with_a_checkpoint_kept_elsewhere(run, tmp_path):
    write()
    right = kept(tmp_path / "right.txt", Note(BOOK, 1, Head.objects.get().root, NOON))
    wrong = kept(tmp_path / "wrong.txt", Note(BOOK, 1, "00" * 32, NOON))

    assert "前 1 行与已公布的检查点一致" in run("verify", "--checkpoint", right).stdout
    run("verify", "--checkpoint", right, "--checkpoint", wrong, refused=Refused)


def test_verify_looks_for_a_book_of_which_only_a_checkpoint_is_left(run, tmp_path):
    write()
    gone = kept(tmp_path / "gone.txt", Note("350203", 7, "00" * 32, NOON))

    assert "现在第 1 至 7 行缺失" in run("verify", "--checkpoint", gone, refused=Refused).stdout


def test_verify_refuses_a_checkpoint_of_another_book(run, tmp_path):
    write()
    other = kept(tmp_path / "other.txt", Note("350203", 7, "00" * 32, NOON))

    refusal = run("verify", "--book", BOOK, "--checkpoint", other, refused=Refused).exception
    assert refusal.code == "ledger.other_book"


def test_verify_refuses_a_file_that_is_no_checkpoint(run, tmp_path):
    write()
    (tmp_path / "odd.txt").write_text("hello\n")

    run("verify", "--checkpoint", str(tmp_path / "odd.txt"), refused=InputRefused)


@pytest.mark.parametrize("command", ["verify", "checkpoint"])
def test_an_empty_ledger_is_refused(run, command):
    assert run(command, refused=Refused).exception.code == "ledger.empty"


def test_a_book_that_does_not_exist_is_refused(run):
    write()

    assert run("verify", "--book", "999999", refused=Refused).exception.code == "ledger.no_such_book"


@pytest.mark.django_db(transaction=True)
def test_checkpoint_prints_the_note_and_where_it_lies(run):
    write()

    printed = run("checkpoint").stdout
    path = notes.path_of(BOOK, 1)
    assert printed == f"{path.read_text()}文件：{path}\n"


def test_checkpoint_prints_json(run):
    write()

    [published] = json.loads(run("checkpoint", "--json").stdout)
    assert (published["book"], published["size"], published["root"]) == (BOOK, 1, Head.objects.get().root)


def test_show_prints_who_did_what_when_and_under_which_article(run):
    write("hl-001", cites=[Citation("xm-2021", "8(1)")])
    write("hl-0012")

    expected = f"{BOOK}#1  2026-11-20 12:00:00  case.opened  u-1  hl-001  xm-2021 第8条第(1)项\n"
    assert run("show", "hl-001").stdout == expected


def test_show_prints_json_of_the_hashed_content(run):
    write("hl-001", body={"n": 1})

    assert json.loads(run("show", "hl-001", "--json").stdout) == [
        [BOOK, 1, "2026-11-20T04:00:00.123456+00:00", "case.opened", "u-1", "hl-001", [], {"n": 1}]
    ]


def test_show_refuses_what_nothing_is_written_about(run):
    write()

    assert run("show", "hl-009", refused=Refused).exception.code == "ledger.nothing_about"


@pytest.mark.parametrize("command", [("show", "hl-001"), ("proof", BOOK, "1")])
def test_a_line_that_was_made_illegible_is_refused_in_words(run, command):
    write()
    tamper.set_line(1, cites_json="[")

    assert run(*command, refused=Refused).exception.code == "ledger.illegible"


def test_proof_can_be_checked_from_what_is_printed(run):
    for about in "abc":
        write(about)
    checkpoint = actions.publish_checkpoint(book=BOOK, at=NOON)

    proof = Proof.read(json.loads(run("proof", BOOK, "2").stdout))
    assert (proof.holds(), proof.root, proof.line[5]) == (True, checkpoint.root, "b")


def test_every_command_has_help_in_the_language_of_the_process(run):
    for name in ("verify", "checkpoint", "show", "proof"):
        assert "Usage" in run(name, "--help").stdout
        assert ledger.commands[name].help
