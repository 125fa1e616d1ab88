"""Signing in and out, the language, and what an account may act as."""

from factories import PASSWORD, make_account
from zhiheng.core.actor import Role


def sign_in(client, username="office", password=PASSWORD, **more):
    """Send the sign-in form."""
    return client.post("/sign-in/", {"username": username, "password": password, **more})


def test_an_account_signs_in_and_is_named_on_the_page(client, regions):
    make_account()
    assert sign_in(client)["Location"] == "/start/"
    assert '<a href="/account/">office</a>' in client.get("/").content.decode()


def test_a_wrong_password_and_an_unknown_name_are_answered_alike(client, regions):
    make_account()
    wrong, unknown = sign_in(client, password="x"), sign_in(client, "nobody", "x")
    bodies = [r.content.decode().partition('<form method="post">')[0] for r in (wrong, unknown)]
    assert bodies[0] == bodies[1]
    assert 'role="alert"' in bodies[0]


def test_signing_in_never_leads_to_another_site(client, regions):
    make_account()
    assert sign_in(client, next="https://evil.example/")["Location"] == "/start/"


def test_signing_out_needs_a_form_of_ours(regions):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/sign-out/")
    assert response.status_code == 403
    assert "表单已失效" in response.content.decode()


def test_an_account_sees_the_roles_it_holds_today(reader):
    page = reader(Role.DEPARTMENT, "350200/taxation").get("/account/").content.decode()
    assert "有关部门 · 厦门市 · 税务部门" in page


def test_signing_out_ends_the_visit(reader):
    client = reader()
    client.post("/sign-out/")
    assert client.get("/account/").status_code == 404


def test_the_language_is_changed_by_a_form_and_stays(client, db):
    here = "http://testserver/honours/"
    response = client.post("/language/", {"language": "en"}, headers={"referer": here})
    assert response["Location"] == here
    assert '<html lang="en">' in client.get("/honours/").content.decode()


def test_changing_the_language_never_leads_to_another_site(client, db):
    response = client.post("/language/", {"language": "en", "next": "https://evil.example/"})
    assert response["Location"] == "/"
