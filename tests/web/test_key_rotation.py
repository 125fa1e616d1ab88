"""What was signed under the key of before stays good while that key is kept; without it, it is over."""


def test_a_visit_goes_on_under_the_new_key_once_it_was_seen_while_the_old_one_was_kept(reader, settings):
    client = reader()
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key"
    assert client.get("/account/").status_code == 200
    settings.SECRET_KEY_FALLBACKS = []
    assert client.get("/account/").status_code == 200


def test_a_visit_is_over_where_the_old_key_was_not_kept(reader, settings):
    client = reader()
    settings.SECRET_KEY = "another key"
    assert client.get("/account/").status_code == 404
