"""Where a request comes from is believed only as far as trusted hands wrote it (a spoofed header changes nothing)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiheng.signin.domain.addresses import client_address, network_of
from zhiheng.signin.domain.devices import device_of

TRUSTED = ["10.0.0.5", "10.1.0.0/16"]


@pytest.mark.parametrize(
    ("peer", "forwarded", "trusted", "client"),
    [
        ("198.51.100.7", "203.0.113.9", [], "198.51.100.7"),
        ("198.51.100.7", "203.0.113.9", TRUSTED, "198.51.100.7"),
        ("10.0.0.5", "203.0.113.9", TRUSTED, "203.0.113.9"),
        ("10.0.0.5", "1.2.3.4, 203.0.113.9", TRUSTED, "203.0.113.9"),
        ("10.0.0.5", "1.2.3.4, 203.0.113.9, 10.1.2.3", TRUSTED, "203.0.113.9"),
        ("10.0.0.5", "", TRUSTED, "10.0.0.5"),
        ("10.0.0.5", "1.2.3.4, rubbish", TRUSTED, "10.0.0.5"),
        ("10.0.0.5", "203.0.113.9:4711", TRUSTED, "203.0.113.9"),
        ("10.0.0.5", "[2001:db8::1]:443", TRUSTED, "2001:db8::1"),
        ("::ffff:10.0.0.5", "203.0.113.9", TRUSTED, "203.0.113.9"),
        ("", "203.0.113.9", ["unix"], "203.0.113.9"),
        ("", "203.0.113.9", TRUSTED, "0.0.0.0"),
    ],
)
def test_the_client_is_the_last_address_that_no_trusted_proxy_vouches_for(peer, forwarded, trusted, client):
    assert client_address(peer, forwarded, trusted) == client


@given(st.text(max_size=60))
def test_whatever_a_stranger_forwards_its_own_address_stays(forwarded):
    assert client_address("198.51.100.7", forwarded, TRUSTED) == "198.51.100.7"


@given(st.text(max_size=60))
def test_what_a_browser_writes_before_the_proxy_adds_to_it_changes_nothing(forwarded):
    assert client_address("10.0.0.5", f"{forwarded},203.0.113.9", TRUSTED) == "203.0.113.9"


@pytest.mark.parametrize(
    ("address", "network"),
    [("203.0.113.9", "203.0.113.9"), ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"), ("x", "0.0.0.0")],
)
def test_one_place_is_an_address_or_a_customers_network(address, network):
    assert network_of(address) == network


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36",
            "Chrome · Windows",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130.0 Safari/537.36 Edg/130.0", "Edge · Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) MicroMessenger/8.0", "WeChat · iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko Firefox/130.0", "Firefox · Linux"),
        ("<script>", "?"),
    ],
)
def test_a_device_is_named_in_words_that_its_owner_knows(agent, device):
    assert device_of(agent) == device
