"""Opening rounds."""

from datetime import timedelta

import pytest

from factories import CLOSES, OFFICE, OPENS, OTHER_OFFICE, SHORT, XIAMEN, make_round
from zhiheng.casework.models import Round, RulebookVersion, Stage
from zhiheng.casework.queries.rounds import round_of, rulebook_of
from zhiheng.core.refusal import InputRefused, Refused
from zhiheng.ledger.queries import lines_about

pytestmark = pytest.mark.django_db


def test_round_lays_out_the_stages_of_its_rulebook_in_order(regions):
    round_ = make_round()

    stages = list(Stage.objects.filter(round=round_).order_by("position").values_list("stage", "state"))
    assert stages == [
        (stage, "waiting")
        for stage in (
            "conformity", "credit", "satisfaction", "documents", "site", "hearing", "opinions", "plenary", "notice",
            "approval", "granting",
        )
    ]  # fmt: skip


def test_planned_days_count_working_days_over_holidays(regions):
    make_round()

    days = dict(Stage.objects.values_list("stage", "planned_due_day"))
    assert (
        str(days["conformity"]) == "2025-04-15"
    )  # from 31 March 24:00; Qingming, 4 to 6 April, does not count
    assert days["plenary"] is None


def test_round_stays_with_its_rulebook_when_the_file_is_edited(regions):
    source = XIAMEN.read_text(encoding="utf-8")
    round_ = make_round(source=source)
    make_round("xm-8", source=source.replace("at_most: 5", "at_most: 6"), session="8")

    assert (rulebook_of(round_).places(), rulebook_of(round_of("xm-8")).places()) == (5, 6)


def test_changed_text_of_a_pinned_rulebook_stops_the_round(regions):
    round_ = make_round()
    RulebookVersion.objects.update(
        source=XIAMEN.read_text(encoding="utf-8").replace("at_most: 5", "at_most: 9")
    )

    with pytest.raises(Refused) as refusal:
        rulebook_of(round_)
    assert refusal.value.code == "rulebook.changed"


def test_invalid_rulebook_opens_no_round(regions):
    with pytest.raises(InputRefused):
        make_round(source=SHORT.replace("kind: award", "kind: price"))
    assert not Round.objects.exists()


def test_round_of_another_authority_is_refused(regions):
    with pytest.raises(Refused) as refusal:
        make_round(by=OTHER_OFFICE)
    assert refusal.value.code == "round.not_yours"
    assert not Round.objects.exists()


def test_same_code_or_session_twice_is_refused(regions):
    make_round()
    for again in ({"code": "xm-7", "session": "8"}, {"code": "xm-7b", "session": "7"}):
        with pytest.raises(Refused) as refusal:
            make_round(**again)
        assert refusal.value.code == "round.exists"
    assert Round.objects.count() == 1


def test_round_that_closes_before_it_opens_is_refused(regions):
    with pytest.raises(Refused) as refusal:
        make_round(opens_at=CLOSES, closes_at=OPENS)
    assert refusal.value.code == "round.period"


def test_opening_leaves_one_line_with_the_digest(regions):
    round_ = make_round()

    line = lines_about("350200", "xm-7").get()
    assert (line.act, line.actor) == ("casework.round_opened", OFFICE.code)
    assert line.body["digest"] == rulebook_of(round_).digest


def test_rulebook_that_is_no_longer_in_force_opens_no_round(regions):
    later = {"opens_at": OPENS + timedelta(days=300), "closes_at": CLOSES + timedelta(days=300)}
    with pytest.raises(Refused) as refusal:
        make_round(**later)
    assert refusal.value.code == "rulebook.not_in_force"


def test_a_year_that_is_not_announced_is_marked_projected(regions):
    late = {"opens_at": CLOSES + timedelta(days=600), "closes_at": CLOSES + timedelta(days=635)}
    make_round(source=SHORT, **late)

    assert Stage.objects.get(stage="notice").is_projected is True
