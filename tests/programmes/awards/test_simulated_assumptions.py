"""A file of assumptions changes what it names; its mistakes are told with their lines in both languages."""

import pytest
from click.testing import CliRunner

from zhiheng.core.canonical import digest
from zhiheng.core.refusal import InputRefused
from zhiheng.programmes.awards.simulation.assumptions import SHIPPED, read_assumptions, shipped
from zhiheng.programmes.awards.simulation.command import simulate_command


def test_a_file_of_some_assumptions_leaves_the_others_as_they_are_shipped():
    own = read_assumptions('gate: "0.5"\nquality: {mean: "70"}\n', "own.yaml")

    assert (own.gate, own.quality.mean) == (0.5, 70)
    changed = {"gate", "quality"}
    assert own.model_dump(exclude=changed) == shipped().model_dump(exclude=changed)
    assert own.quality.spread == shipped().quality.spread


def test_weights_are_stated_as_a_whole():
    assert read_assumptions("sizes: {large: 1}", "own.yaml").sizes == {"large": 1}


def test_the_values_are_those_of_a_file_and_their_digest_names_them():
    own = read_assumptions('gate: "0.5"', "own.yaml")

    assert own.values["gate"] == "0.5"
    assert own.values["cases_per_panel"] == {"score": 10, "site": 4, "hearing": 12}
    assert own.digest == digest(own.values) != shipped().digest
    assert read_assumptions("# nothing\n", "empty.yaml").digest == shipped().digest


@pytest.mark.parametrize(
    ("source", "line", "zh", "remedy"),
    [
        ('gatee: "0.5"', 1, "没有名为“gatee”的假设。", "是否想写 gate？"),
        ('quality: {mean: "60", lowe: "3"}', 1, "没有名为“lowe”的假设。", "是否想写 low？"),
        ('\npapers: "1.5"', 2, "此处的数不超过 1。", "改成 1 或更小的数。"),
        ("marks: {noise: much}", 1, "此处须为数。", '小数写在引号里，例如 "0.05"；整数不加引号。'),
        ("quality: high", 1, "此处须为“键: 值”。", "对照默认的假设文件更正。"),
        ("sizes: {large: 0}", 1, "各项权重不能都为 0。", "至少写一项大于 0 的整数。"),
        ("survey: {least: 400}", 1, "下限大于上限。", "更正 low 与 high（或 least 与 most）。"),
        ("- gate", 1, "此处须为“键: 值”。", '例如 gate: "0.80"。'),
    ],
)
def test_a_mistake_is_told_once_with_its_line_and_what_to_write(source, line, zh, remedy):
    with pytest.raises(InputRefused) as refusal:
        read_assumptions(source, "own.yaml")

    (problem,) = refusal.value.problems
    assert refusal.value.code == "simulation.assumptions"
    assert (problem.place.line, problem.message.zh, problem.remedy.zh) == (line, zh, remedy)
    assert "Field required" not in problem.message.en


def test_the_command_prints_the_shipped_file():
    told = CliRunner().invoke(simulate_command, ["--show-assumptions"])

    assert (told.exit_code, told.output) == (0, SHIPPED.read_text(encoding="utf-8"))
