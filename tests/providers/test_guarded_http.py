"""An address out of the configuration is no way into the inner network."""

import httpx
import pytest

from kambrief.providers.guarded_http import CheckedTransport, Limits, RefusedError, fetch, is_public
from tests.providers.ics_sample import (
    FEED,
    URL,
)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",  # noqa: S104
        "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "nonsense",
    ],
)  # fmt: skip
def test_inner_addresses_are_not_public_however_they_are_written(address: str) -> None:
    assert not is_public(address)


def test_the_connection_goes_to_the_address_that_was_checked_under_the_name_that_was_asked() -> None:
    seen: list[httpx.Request] = []

    def inner(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, text=FEED)

    transport = CheckedTransport(httpx.MockTransport(inner), lambda _host, _port: ("93.184.216.34",))
    with httpx.Client(transport=transport) as client:
        assert fetch(client, URL, {}, Limits()).status == 200
    assert (seen[0].url.host, seen[0].headers["Host"], seen[0].extensions["sni_hostname"]) == (
        "93.184.216.34", "calendar.example", "calendar.example",
    )  # fmt: skip


@pytest.mark.parametrize("addresses", [("10.0.0.1",), ("93.184.216.34", "10.0.0.1"), ()])
def test_a_name_that_leads_inside_is_refused(addresses: tuple[str, ...]) -> None:
    transport = CheckedTransport(httpx.MockTransport(lambda _: httpx.Response(200)), lambda _host, _port: addresses)
    with httpx.Client(transport=transport) as client, pytest.raises(RefusedError, match="private"):
        fetch(client, URL, {}, Limits())
