"""The commands that set the site up and serve it say what they did, and why they do not."""

import socket

import pytest
from click.testing import CliRunner

from zhiheng.core.refusal import Refused
from zhiheng.web import commands


def test_setting_up_twice_changes_nothing_the_second_time(db, home):
    first, second = (CliRunner().invoke(commands.setup, catch_exceptions=False) for _ in range(2))
    assert "行政区划: 共 3342 条，新增 3342，更新 0" in first.output
    assert "历届荣誉: 共 848 条，新增 0，更新 0" in second.output


def test_serving_an_empty_database_is_refused_with_what_to_run(db, monkeypatch):
    monkeypatch.setattr(commands.connection.introspection, "table_names", list)
    refused = CliRunner().invoke(commands.serve, []).exception
    assert isinstance(refused, Refused)
    assert refused.code == "serve.not_set_up"
    assert "make demo" in refused.message.zh


def test_serving_on_a_taken_port_is_refused_and_names_another(monkeypatch):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Refused) as refused:
            commands._refuse_taken("127.0.0.1", port)
    assert refused.value.code == "serve.port_taken"
    assert f"--port {port + 1}" in refused.value.message.en


def test_the_greeting_shows_the_address_and_the_demo_accounts_where_there_are_some(home, capsys):
    (home / "demo-accounts.txt").write_text("demo-office  a-word\n", encoding="utf-8")
    commands._greet("127.0.0.1", 8000)
    told = capsys.readouterr().out
    assert "http://localhost:8000/sign-in/" in told
    assert "  demo-office  a-word\n" in told


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://localhost:8000/"),
        ("::1", "http://localhost:8000/"),
        ("2001:db8::7", "http://[2001:db8::7]:8000/"),
        ("award.example.gov.cn", "http://award.example.gov.cn:8000/"),
    ],
)
def test_the_address_that_is_greeted_with_has_a_name_for_passkeys_where_it_can(host, address, home, capsys):
    commands._greet(host, 8000)
    assert capsys.readouterr().out.splitlines()[0].partition(": ")[2] == address
