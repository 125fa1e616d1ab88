"""The pages of rulebooks: finding, reading with the drawing, comparing, simulating, writing and saving."""

from __future__ import annotations

import hashlib
import json
import re

import pytest

from factories import SHORT, XIAMEN, conclude, make_round
from zhiheng.casework.models import RulebookVersion
from zhiheng.casework.queries.shelf import on_shelf, shelf
from zhiheng.core.actor import Role
from zhiheng.rules.flow import flow_of
from zhiheng.rules.load import read_rulebook
from zhiheng.web.pages.rulebook_flow import NARROW, WIDE, broken, drawings

pytestmark = pytest.mark.django_db
TEXT = XIAMEN.read_text(encoding="utf-8")
DIGEST = hashlib.sha256(TEXT.encode()).hexdigest()
OLD, NEW = "350200/quality-award/2020", "350200/quality-award/2025"
ANHUI = "340000/quality-award/2018"
SEALED = {"save": "1", "office": "厦门市评审办"}


def page(client, address, **asked):
    """Return the words of a page."""
    answer = client.get(address, asked)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def simulation(**asked):
    """Return the address of a simulation of the Xiamen award."""
    return f"/rulebooks/text/{DIGEST}/simulate/?" + "&".join(
        f"{name}={value}" for name, value in asked.items()
    )


# The list


def test_the_list_groups_by_level_and_authority_and_counts_what_is_confirmed(client, regions):
    text = page(client, "/rulebooks/")
    levels = re.findall(r"<h2>([^<]+)</h2>", text)
    assert levels == ["国家级", "省级", "市级", "县级"]
    assert text.count('<td class="main">') == len(shelf())


@pytest.mark.parametrize(("asked", "found"), [("厦门 2020", 1), (OLD, 1), ("nothing at all", 0)])
def test_a_rulebook_is_found_by_title_place_or_id(client, regions, asked, found):
    text = page(client, "/rulebooks/", q=asked)
    assert text.count('<td class="main">') == found
    assert ("没有符合的规则书" in text) == (found == 0)


# Reading


def test_each_stage_is_drawn_with_a_link_to_its_rule_in_both_sizes_and_in_words(client, regions):
    text = page(client, f"/rulebooks/{OLD}/")
    for stage in on_shelf(OLD).stages:
        assert text.count(f'<a href="#{stage.id}"><rect') == 2
    words = re.search(r'class="in-words">(.*?)</details>', text, re.DOTALL).group(1)
    assert words.count("<li>") == len(on_shelf(OLD).stages)
    assert "不符合条件的终止" in words


def test_the_examples_are_shown_with_verdict_and_article(client, regions):
    text = page(client, f"/rulebooks/{OLD}/")
    examples = re.search(r'<ol class="examples">(.*?)</ol>\s*</section>', text, re.DOTALL).group(1)
    assert examples.count("<h3>") >= 3
    assert '<li class="not_met"><span class="verdict">' in examples


def test_the_text_is_handed_out_as_a_file_byte_for_byte(client):
    answer = client.get(f"/rulebooks/text/{DIGEST}/rulebook.yaml")
    assert answer.content == XIAMEN.read_bytes()
    assert answer["Content-Disposition"] == 'attachment; filename="350200-quality-award-2020.yaml"'
    assert answer["Content-Type"] == "text/yaml; charset=utf-8"


def test_only_who_may_is_led_to_simulating_and_writing(client, reader):
    led = ("/simulate/", "/rulebooks/edit/?from=")
    assert [one in page(client, f"/rulebooks/{OLD}/") for one in led] == [False, False]
    supervisor = reader(Role.SUPERVISOR, username="sup")
    assert [one in page(supervisor, f"/rulebooks/{OLD}/") for one in led] == [True, False]
    office = reader()
    assert [one in page(office, f"/rulebooks/{OLD}/") for one in led] == [True, True]


def test_a_rulebook_costs_a_few_statements_however_many_are_saved(client, reader, django_assert_num_queries):
    page(client, f"/rulebooks/{OLD}/")
    with django_assert_num_queries(3):  # the shelf for finding, the shelf for versions, the region
        page(client, f"/rulebooks/{OLD}/")


# The drawing


def test_no_text_of_the_drawing_leaves_its_box_or_the_picture():
    for book in shelf().values():
        for drawing, whole in zip(drawings(flow_of(book)), (WIDE, NARROW), strict=True):
            for box in drawing.boxes:
                assert box.x >= 0
                assert box.x + box.width <= whole
                assert all(box.y < line.y < box.y + box.height for line in box.said), (book.id, box.stage)


def test_boxes_of_one_drawing_do_not_lie_on_each_other():
    for book in shelf().values():
        for drawing in drawings(flow_of(book)):
            placed = [(box.x, box.x + box.width, box.y, box.y + box.height) for box in drawing.boxes]
            for number, (left, right, top, bottom) in enumerate(placed):
                for a, b, c, d in placed[number + 1 :]:
                    assert right <= a or b <= left or bottom <= c or d <= top, book.id


def test_a_long_text_is_broken_between_words_and_loses_nothing():
    said = "Review by the award committee and its office 评审委员会全体会议"
    lines = broken(said, 12)
    assert max(len(line) for line in lines) <= 24
    assert "".join(lines).replace(" ", "") == said.replace(" ", "")


# Comparing


def test_what_changed_is_told_part_by_part_to_anybody(client, regions):
    text = page(client, "/rulebooks/compare/", a=OLD, b=NEW)
    assert "删去申报条件“具有法人资格”" in text
    assert re.findall(r"<h3>([^<]+)</h3>", text)[0] == "文件"
    assert page(client, "/rulebooks/compare/", a=OLD, b=OLD).count("两份规则书没有实质不同。") == 1


@pytest.mark.parametrize("asked", [{"a": "nobody/has/this"}, {"a": OLD, "b": "0" * 64}])
def test_comparing_with_what_nobody_has_is_an_absent_page(client, asked):
    assert client.get("/rulebooks/compare/", asked).status_code == 404


@pytest.mark.parametrize("role", [Role.OFFICE, Role.SUPERVISOR])
def test_a_past_round_is_held_against_a_rulebook_by_those_who_may_read_it(reader, regions, role):
    conclude()
    client = reader(role)
    make = client.get("/rulebooks/compare/", {"a": pinned(), "b": pinned(), "round": "short-1"})
    assert "2 件中，2 件结果相同，0 件结果不同" in make.content.decode()


@pytest.mark.parametrize("who", ["nobody", "applicant", "other office"])
def test_a_past_round_is_absent_to_everybody_else(client, reader, regions, who):
    _, cases = conclude()
    if who == "applicant":
        reader(Role.APPLICANT, cases[0].subject)
    if who == "other office":
        reader(Role.OFFICE, "350100")
    assert client.get("/rulebooks/compare/", {"b": pinned(), "round": "short-1"}).status_code == 404
    assert 'name="round"' not in page(client, "/rulebooks/compare/", a=pinned(), b=pinned())


def test_a_round_in_which_nothing_has_closed_says_so(reader, regions):
    make_round()
    assert "还没有结束的环节" in page(reader(), "/rulebooks/compare/", a=OLD, b=NEW, round="xm-7")


def pinned():
    """Return the digest that the short round is pinned to."""
    return hashlib.sha256(SHORT.encode()).hexdigest()


# Simulating


def test_the_same_address_gives_the_same_bytes_and_another_seed_others(reader):
    client = reader()
    one, again, other = (
        report_of(client.get(simulation(applicants=30, rounds=4, seed=seed)).content.decode())
        for seed in (1, 1, 2)
    )
    assert one == again
    assert one != other


def report_of(text):
    """Return the part of a page that tells the outcome."""
    return text[text.index('id="result"') : text.index("<h2>假设</h2>")]


def test_a_simulation_shows_places_stages_reasons_days_and_money_and_names_its_assumptions(reader):
    text = page(reader(), simulation(applicants=30, rounds=4, seed=1))
    assert re.findall(r'<div class="picture (\w+)"><svg', text) == ["wide", "narrow"] * 3
    for word in ("名额空缺的可能", "评审员人日", "离开的原因", "日程", "奖金", "都是本软件的假设"):
        assert word in text, word


@pytest.mark.parametrize(
    ("applicants", "rounds", "word"),
    [(2001, 1, "2000"), (10, 201, "200"), (0, 1, "1"), (2000, 200, "60,000"), ("x", 1, "整数")],
)
def test_too_large_a_simulation_is_refused_with_what_to_do(reader, applicants, rounds, word):
    answer = reader().get(simulation(applicants=applicants, rounds=rounds, seed=1))
    assert answer.status_code == 400
    assert word in re.search(r'role="alert">(.*?)</div>', answer.content.decode(), re.DOTALL).group(1)


def test_an_incentive_cannot_be_simulated(reader):
    digest = on_shelf("350206/standards-reward/synthetic").digest
    assert reader().get(f"/rulebooks/text/{digest}/simulate/").status_code == 404


# Writing


def test_the_editor_begins_with_a_sound_text_of_the_own_authority(reader):
    client = reader()
    for address in (
        "/rulebooks/edit/",
        f"/rulebooks/edit/?from={DIGEST}",
        "/rulebooks/edit/?from=340000/quality-award/2018",
    ):
        book = read_rulebook(written(page(client, address)), "begun")
        assert book.authority == "350200"
        assert on_shelf(book.id) is None


def written(text):
    """Return what stands in the text field of a page."""
    import html

    return html.unescape(re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", text, re.DOTALL).group(1))


def test_beginning_from_what_nobody_has_is_an_absent_page(reader):
    assert reader().get("/rulebooks/edit/", {"from": "nobody/has/this"}).status_code == 404


def test_the_page_lets_in_no_style_but_its_own_by_a_word_for_once(reader):
    client = reader()
    policies = [client.get("/rulebooks/edit/")["Content-Security-Policy"] for _ in range(2)]
    nonces = [re.search(r"style-src 'self' 'nonce-([^']+)'", policy).group(1) for policy in policies]
    assert nonces[0] != nonces[1]
    assert [("unsafe" in policy, "script-src 'self';" in policy + ";") for policy in policies] == [
        (False, True)
    ] * 2
    assert "nonce" not in client.get("/rulebooks/")["Content-Security-Policy"]


def test_a_check_tells_each_problem_with_line_column_and_remedy(reader):
    wrong = SHORT.replace("kind: award", "kind: prize", 1)
    told = reader().post("/rulebooks/check/", {"source": wrong}).json()
    assert told["readable"] == ""
    (one,) = told["problems"]
    assert (one["line"], one["column"], one["field"], one["severity"]) == (3, 7, "kind", "error")
    assert one["message"]
    assert one["remedy"]


def test_a_check_of_a_sound_text_gives_its_readable_form_with_the_drawing(reader):
    told = reader().post("/rulebooks/check/", {"source": SHORT.replace("\n", "\r\n")}).json()
    assert told["problems"] == []
    assert "<svg" in told["readable"]
    assert 'id="conformity"' in told["readable"]


def test_a_check_warns_of_an_id_that_has_another_text(reader):
    (one,) = reader().post("/rulebooks/check/", {"source": TEXT + "# more\n"}).json()["problems"]
    assert (one["line"], one["severity"]) == (4, "warning")
    assert f"{OLD}-2" in one["remedy"]


@pytest.mark.parametrize("source", ["", "x" * 300_000, "a: &a [*a]", "\x00", "[" * 500, "rulebook: {{{"])
def test_no_text_breaks_the_check(reader, source):
    told = reader().post("/rulebooks/check/", {"source": source})
    assert told.status_code == 200
    assert told.json()["problems"]


def test_markup_in_a_rulebook_stays_text(reader):
    attack = SHORT.replace("示例奖,", '"<img src=x onerror=alert(1)>",', 1)
    told = reader().post("/rulebooks/check/", {"source": attack}).json()
    assert "<img" not in told["readable"]
    assert "&lt;img" in told["readable"]


def test_saving_makes_a_version_that_everybody_reads_and_a_round_can_take(reader, client):
    office = reader()
    answer = office.post("/rulebooks/edit/", {"source": SHORT, **SEALED})
    assert answer["Location"] == "/rulebooks/350200/short-award/2025/"
    assert "示例短流程奖管理办法" in page(client, answer["Location"])
    assert RulebookVersion.objects.get().source == SHORT
    assert "350200/short-award/2025" in page(office, "/desk/rounds/open/")


@pytest.mark.parametrize(
    ("source", "office", "word"),
    [
        (SHORT, "别的机关", "请写“厦门市评审办”"),
        (SHORT.replace("kind: award", "kind: prize", 1), "厦门市评审办", "正文还有问题，没有保存"),
        (TEXT + "# more\n", "厦门市评审办", f"{OLD}-2"),
        (SHORT.replace("350200", "350100"), "厦门市评审办", "只有本机关的评审办可以办理"),
    ],
)
def test_what_cannot_be_saved_says_why_and_nothing_typed_is_lost(reader, source, office, word):
    answer = reader().post("/rulebooks/edit/", {"source": source, "save": "1", "office": office})
    assert answer.status_code == 400
    assert word in re.sub(r"&#x27;|&quot;", "'", answer.content.decode())
    assert written(answer.content.decode()) == source
    assert not RulebookVersion.objects.exists()


def test_checking_without_scripts_lists_the_problems_and_saves_nothing(reader):
    answer = reader().post("/rulebooks/edit/", {"source": SHORT.replace('art: "3"', "art: 3"), "check": "1"})
    assert answer.status_code == 400
    line = 1 + SHORT[: SHORT.index('art: "3"')].count("\n")
    assert f"<strong>第 {line} 行</strong>" in answer.content.decode()
    assert not RulebookVersion.objects.exists()


def test_the_schema_is_public_and_accepts_what_the_editor_begins_with(client):
    schema = json.loads(client.get("/rulebooks/schema.json").content)
    assert schema["x-words"]["department"]["taxation"] == "税务部门"
    assert "stages" in schema["properties"]
