"""Second factors: proved before they count, used once, guarded like passwords, and never the last one gone."""

from datetime import timedelta

import pytest

from zhiheng.core.refusal import Refused
from zhiheng.ledger.models import Line
from zhiheng.post.models import Mail
from zhiheng.signin import actions, queries
from zhiheng.signin.domain.keys import code_at, new_secret, step_of
from zhiheng.signin.models import Factor, RecoveryCode, Visit

from .conftest import HOME, NOON, SECURITY

SECRET = new_secret()


def code(now=NOON):
    """Return what the generator shows."""
    return code_at(SECRET, step_of(now.timestamp()))


@pytest.fixture
def generator(account, office):
    """A code generator of the office; gives its recovery codes."""
    return actions.add_generator(
        account=account.code, secret=SECRET, code=code(), by=office, visit="v", path=SECURITY, now=NOON
    )


def shown(account, typed, now=NOON):
    """Show a code; return how it counted or the code of the refusal."""
    try:
        return actions.check_code(account=account.code, code=typed, address=HOME, now=now)
    except Refused as refusal:
        return refusal.code


def test_a_generator_that_shows_a_wrong_code_is_not_added(account, office):
    with pytest.raises(Refused):
        actions.add_generator(
            account=account.code, secret=SECRET, code="000000x", by=office, visit="", path="/", now=NOON
        )
    assert not queries.has_factor(account.code)


def test_the_code_that_proved_a_generator_does_not_sign_in(account, generator):
    later = NOON + timedelta(seconds=30)
    assert shown(account, code()) == "factor.wrong_code"
    assert [shown(account, code(later), later), shown(account, code(later), later)] == [
        "totp",
        "factor.wrong_code",
    ]


def test_a_recovery_code_counts_once_however_it_is_typed(account, generator):
    first = generator[0]
    assert shown(account, first.upper().replace("-", " ")) == "recovery"
    assert shown(account, first) == "factor.wrong_code"
    assert queries.recovery_codes_left(account.code) == 9


def test_codes_are_tried_five_times_and_then_locked_for_the_right_one_too(account, generator):
    assert [shown(account, "123") for _ in range(6)] == ["factor.wrong_code"] * 5 + ["signin.locked"]
    assert shown(account, generator[0]) == "signin.locked"


def test_nothing_that_opens_is_kept_in_the_open(account, generator):
    assert SECRET not in Factor.objects.get().secret
    assert [one for one in RecoveryCode.objects.values_list("digest", flat=True) if one in generator] == []


def test_a_changed_key_of_the_installation_leaves_the_recovery_codes(account, generator, settings):
    settings.SECRET_KEY = "another"
    later = NOON + timedelta(minutes=1)
    assert [shown(account, code(later), later), shown(account, generator[0], later)] == [
        "factor.key_changed",
        "recovery",
    ]


def test_the_former_key_still_opens_while_it_is_named_as_such(account, generator, settings):
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another"
    later = NOON + timedelta(minutes=1)
    assert shown(account, code(later), later) == "totp"


def test_adding_a_factor_ends_other_visits_and_is_told(account, office):
    later = NOON + timedelta(hours=5)
    for name in ("v", "w"):
        Visit.objects.create(
            session_key=name, session_data="", expire_date=later, account=account.code, code=name
        )
    actions.add_generator(
        account=account.code, secret=SECRET, code=code(), by=office, visit="v", path="/", now=NOON
    )
    assert list(Visit.objects.values_list("code", flat=True)) == ["v"]
    assert Mail.objects.filter(template="account_changed").count() == 1
    assert Line.objects.filter(act="signin.factor_added").count() == 1


def remove(account, office, *, needed):
    """Remove the one factor; return the code of the refusal, or nothing."""
    one = queries.factors_of(account.code)[0].code
    try:
        actions.remove_factor(
            account=account.code, factor=one, needs_one=needed, by=office, path="/", now=NOON
        )
    except Refused as refusal:
        return refusal.code
    return None


@pytest.mark.parametrize(("needed", "answer", "left"), [(True, "factor.needed", 1), (False, None, 0)])
def test_the_last_factor_of_somebody_who_needs_one_is_not_removed(
    account, office, generator, needed, answer, left
):
    assert remove(account, office, needed=needed) == answer
    assert len(queries.factors_of(account.code)) == left
    assert queries.recovery_codes_left(account.code) == left * 10


def test_a_factor_of_somebody_else_does_not_exist(office, generator, account):
    one = queries.factors_of(account.code)[0]
    with pytest.raises(Refused) as refused:
        actions.remove_factor(
            account="acct-x", factor=one.code, needs_one=False, by=office, path="/", now=NOON
        )
    assert refused.value.code == "factor.unknown"


@pytest.mark.parametrize(
    "answer", ["", "{}", "[]", "null", '{"id": "x"}', '{"id":1,"response":{"userHandle":"%%"}}', "x" * 30_000]
)
def test_an_answer_that_no_passkey_gave_is_refused_in_the_same_words(account, answer):
    with pytest.raises(Refused) as refused:
        actions.check_passkey(account=account.code, host="localhost", state={}, answer=answer, now=NOON)
    assert refused.value.code == "passkey.wrong"
