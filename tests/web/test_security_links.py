"""The pages behind the links of mails, the invitations, and the log of mails."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from factories import PASSWORD, make_account, make_organisation
from zhiheng.core.actor import Role
from zhiheng.post.actions import set_mailbox
from zhiheng.post.models import Mail
from zhiheng.registers import queries as registers
from zhiheng.signin.models import KeyLink
from zhiheng.web.commands import tick

INVITED = {"address": "li@firm.example", "role": "assessor", "place": "350200", "language": "zh"}
NEWCOMER = {
    "username": "li.si",
    "person": "李四",
    "password": "a-long-word-indeed",
    "again": "a-long-word-indeed",
}
NEW = {"password": "another-long-word", "again": "another-long-word"}


@pytest.fixture
def office(reader):
    """A client that is the office of Xiamen, with a mailbox."""
    client = reader(username="office")
    code = registers.account_named("office").code
    set_mailbox(account=code, address="office@dept.example", language="zh", by="system", now=timezone.now())
    return client


def path_in(template):
    """Return the path of the link in the newest mail of a kind."""
    text = Mail.objects.filter(template=template).latest("pk").text
    return re.search(r"http://localhost:8000(/\S+)", text)[1]


def tell():
    """Let the background do its work."""
    from click.testing import CliRunner

    return CliRunner().invoke(tick, catch_exceptions=False).output


def test_a_forgotten_password_is_set_anew(office):
    stranger = Client()
    assert stranger.post("/sign-in/forgotten/", {"who": "office"})["Location"] == "/sign-in/forgotten/asked/"
    tell()
    where = path_in("password_reset")
    assert stranger.get(where)["Referrer-Policy"] == "no-referrer"
    assert "新密码已设置" in stranger.post(where, NEW).content.decode()
    assert stranger.post("/sign-in/", {"username": "office", "password": NEW["password"]}).status_code == 302
    assert stranger.get(where).status_code == 410


def test_looking_at_a_link_any_number_of_times_does_not_use_it_up(office):
    office.post("/sign-in/forgotten/", {"who": "office"})
    tell()
    assert [Client().get(path_in("password_reset")).status_code for _ in range(3)] == [200] * 3


def test_asking_is_answered_alike_for_known_and_unknown(office):
    known, unknown = (
        Client().post("/sign-in/forgotten/", {"who": who}, follow=True) for who in ("office", "nobody")
    )
    assert known.content == unknown.content


@pytest.mark.parametrize("where", ["reset", "invitation", "mail-address"])
def test_a_link_that_never_was_and_one_that_is_over_look_alike(client, db, where):
    response = client.get(f"/{where}/{'x' * 43}/")
    assert (response.status_code, "链接已失效" in response.content.decode()) == (410, True)


def test_two_passwords_that_differ_are_told_beside_the_field(office):
    office.post("/sign-in/forgotten/", {"who": "office"})
    tell()
    page = Client().post(path_in("password_reset"), {**NEW, "again": "x"}).content.decode()
    assert 'id="id_again-error">两次输入的密码不一致' in page


def test_an_office_previews_and_sends_an_invitation_that_a_newcomer_accepts(office):
    page = office.post("/invitations/", {**INVITED, "preview": "1"}).content.decode()
    assert "厦门市评审办邀请您以“评审员”身份参加厦门市的工作。" in page
    assert "（仅收件人可见）" in page
    assert Mail.objects.filter(template="invitation").count() == 0
    office.post("/invitations/", INVITED)
    newcomer = Client()
    assert "评审员" in newcomer.get(path_in("invitation")).content.decode()
    assert newcomer.post(path_in("invitation"), NEWCOMER)["Location"] == "/sign-in/"
    code = registers.account_named("li.si").code
    assert registers.actor_of(code, timezone.localdate()).holds == {(Role.ASSESSOR, "350200")}


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"role": "office"}, "选择"),
        ({"role": "applicant"}, "请填写此项"),
        ({"role": "applicant", "named": "没有这家公司"}, "没有登记该名称或代码的单位"),
        ({"role": "street"}, "请填写此项"),
        ({"role": "department"}, "须写明部门"),
        ({"place": "350200/taxation"}, "只写主管机关"),
        ({"place": "350100"}, "请从列表中选择"),
        ({"place": "999999/taxation"}, "请从列表中选择"),
        ({"address": "x"}, "请填写邮箱"),
    ],
)
def test_an_invitation_that_is_not_the_offices_to_give_is_refused_beside_the_field(office, wrong, told):
    page = office.post("/invitations/", {**INVITED, **wrong}).content.decode()
    assert told in re.search(r'class="error"[^>]*>([^<]*)', page)[1]
    assert Mail.objects.filter(template="invitation").count() == 0


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ({"role": "department", "place": "350200/taxation"}, "350200/taxation"),
        ({"role": "street", "named": " 筼筜街道 "}, "350200/筼筜街道"),
    ],
)
def test_departments_are_chosen_and_streets_are_named(office, given, place):
    office.post("/invitations/", {**INVITED, **given})
    assert KeyLink.objects.get().place == place


def test_an_applicant_is_named_by_its_name_or_its_credit_code(office):
    made = make_organisation(1)
    for named in (made.name, made.uscc):
        office.post("/invitations/", {**INVITED, "role": "applicant", "named": named})
    assert set(KeyLink.objects.values_list("role", "place")) == {("applicant", made.code)}


def test_the_list_of_places_names_the_authority_and_its_departments(office):
    page = office.get("/invitations/").content.decode()
    assert '<option value="350200">厦门市</option>' in page
    assert '<option value="350200/taxation">厦门市 · 税务部门</option>' in page


def test_somebody_who_has_signed_in_accepts_with_that_account(office):
    office.post("/invitations/", INVITED)
    make_account("wang", Role.COMMITTEE)
    wang = Client()
    wang.post("/sign-in/", {"username": "wang", "password": PASSWORD})
    assert wang.post(path_in("invitation"))["Location"] == "/account/"
    held = registers.actor_of(registers.account_named("wang").code, timezone.localdate()).holds
    assert (Role.ASSESSOR, "350200") in held


def test_an_invitation_is_withdrawn_from_the_list(office):
    office.post("/invitations/", INVITED)
    where = re.search(
        r'action="(/invitations/[^"]+/withdraw/)"', office.get("/invitations/").content.decode()
    )[1]
    office.post(where)
    assert "已撤回" in office.get("/invitations/").content.decode()
    assert Client().get(path_in("invitation")).status_code == 410


@pytest.mark.parametrize("role", [Role.ASSESSOR, Role.COMMITTEE, Role.SUPERVISOR, Role.GOVERNMENT])
def test_who_may_invite_nobody_finds_no_page(reader, role):
    client = reader(role)
    assert client.get("/invitations/").content == client.get("/nothing/").content
    assert client.get("/mails/").content == client.get("/nothing/").content


def test_an_applicant_invites_a_colleague(reader):
    own = make_organisation(1).code
    client = reader(Role.APPLICANT, own)
    client.post("/invitations/", {**INVITED, "role": "applicant", "place": own})
    assert Mail.objects.get().address == "li@firm.example"


def test_the_log_shows_an_office_its_mails_and_answers_anothers_like_nothing(office, regions):
    office.post("/invitations/", INVITED)
    own = Mail.objects.get(template="invitation")
    page = office.get(f"/mails/{own.code}/").content.decode()
    assert "邀请您担任评审员" in office.get("/mails/").content.decode()
    assert ("/invitation/" in page, "此邮件含有一次性链接" in page) == (False, True)
    Mail.objects.filter(pk=own.pk).update(authority="350100")
    assert office.get(f"/mails/{own.code}/").content == office.get("/mails/mail-none/").content
    assert "邀请您担任评审员" not in office.get("/mails/").content.decode()


@pytest.mark.parametrize("n", [1, 3])
def test_the_log_takes_the_same_statements_for_one_and_three(office, n, django_assert_num_queries):
    for number in range(n):
        office.post("/invitations/", {**INVITED, "address": f"n{number}@firm.example"})
    with django_assert_num_queries(5):
        office.get("/mails/")


def test_a_new_mail_address_is_confirmed_by_its_link(office):
    given = {"address": "new@dept.example", "language": "zh", "present": PASSWORD}
    office.post("/account/mail/", given)
    assert "new@dept.example" in Client().post(path_in("address_confirm")).content.decode()
    assert "new@dept.example" in office.get("/account/security/").content.decode()
