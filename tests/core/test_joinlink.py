"""Join links: whose they are, what is taken off them, and which one is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kambrief.core.joinlink import ExtraHost, Place, find_links, merge_links, read_link, unwrap
from kambrief.core.model import JoinLink, Platform

TEAMS = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_abc%40thread.v2/0?context=%7b%7d"


def found(text: str, *extra: ExtraHost) -> list[str]:
    return [link.url for link in find_links([(Place.DESCRIPTION, text)], extra)]


@pytest.mark.parametrize(
    ("url", "platform", "external_id"),
    [
        ("https://zoom.us/j/5551112222", Platform.ZOOM, "5551112222"),
        ("https://us02web.zoom.us/j/81234567890?pwd=abc", Platform.ZOOM, "81234567890"),
        ("https://kam.zoom.us/w/98765432101?tk=x", Platform.ZOOM, "98765432101"),
        ("https://zoom.us/wc/join/81234567890", Platform.ZOOM, "81234567890"),
        ("https://firma.zoom-x.de/j/81234567890", Platform.ZOOM, "81234567890"),
        ("https://us02web.zoom.us/meeting/register/tZcpd-abc", Platform.ZOOM, ""),
        (TEAMS, Platform.TEAMS, "19:meeting_abc@thread.v2"),
        ("https://teams.microsoft.com/meet/312445778915?p=abcDEF", Platform.TEAMS, "312445778915"),
        ("https://teams.live.com/meet/9312445778915", Platform.TEAMS, "9312445778915"),
        ("https://gov.teams.microsoft.us/l/meetup-join/19%3agcch_x", Platform.TEAMS, "19:gcch_x"),
        ("https://teams.cloud.microsoft/l/meetup-join/19%3ameeting_x/0", Platform.TEAMS, "19:meeting_x"),
        ("https://meet.google.com/abc-defg-hij", Platform.MEET, "abc-defg-hij"),
        ("https://acme.webex.com/acme/j.php?MTID=m12345", Platform.WEBEX, "m12345"),
    ],
)
def test_each_platforms_links_are_known_with_their_id(url: str, platform: Platform, external_id: str) -> None:
    link = read_link(url)
    assert link is not None
    assert (link.platform, link.external_id) == (platform, external_id)


@pytest.mark.parametrize(
    "url",
    [
        "https://zoom.us/",
        "https://evilzoom.us/j/123456789",
        "https://zoom.us.attacker.example/j/123456789",
        "https://zoom.us@attacker.example/j/123456789",
        "https://attacker.example\\@zoom.us/j/123456789",
        "https://zoom.us:8443/j/123456789",
        "https://teams.microsoft.com.attacker.example/l/meetup-join/19%3ameeting_x",
        "https://teams.microsoft.com/l/meeting/new",
        "https://teams.microsoft.com/meetingOptions/?x=1",
        "https://teams.microsoft.com/l/channel/19%3ax",
        "https://aka.ms/JoinTeamsMeeting",
        "https://dialin.teams.microsoft.com/x",
        "https://meet.google.com/",
        "https://webex.com/meet/x",
        "https://acme.webex.com/acme/j.php",
        "javascript:alert(1)//zoom.us/j/1",
        "ftp://zoom.us/j/123456789",
        "https://[broken/j/1",
    ],
)
def test_what_only_looks_like_a_join_link_is_none(url: str) -> None:
    assert read_link(url) is None


@pytest.mark.parametrize(
    "wrapped",
    [
        "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fus02web.zoom.us%2Fj%2F81234567890&amp;data=05",
        "https://eur01.safelinks.protection.outlook.com/ap/t-59584e83/?url=https%3A%2F%2Fus02web.zoom.us%2Fj%2F81234567890",
        "https://urldefense.com/v3/__https://us02web.zoom.us/j/81234567890__;!!abc$",
        "https://urldefense.com/v3/__https:/us02web.zoom.us/j/81234567890__;!!abc$",
        "https://urldefense.proofpoint.com/v2/url?u=https-3A__us02web.zoom.us_j_81234567890&d=DwMF",
        "https://www.google.com/url?q=https://us02web.zoom.us/j/81234567890&sa=D",
        "http://us02web.zoom.us/j/81234567890",
        "https://US02web.ZOOM.us/j/81234567890.",
    ],
)
def test_what_mail_gateways_put_around_a_link_is_taken_off(wrapped: str) -> None:
    assert found(f"Join: <{wrapped}>") == ["https://us02web.zoom.us/j/81234567890"]


def test_a_teams_link_keeps_its_own_percent_signs_when_it_is_unwrapped() -> None:
    wrapped = (
        "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fteams.microsoft.com%2Fl%2Fmeetup-join%2F"
        "19%253ameeting_abc%2540thread.v2%2F0%3Fcontext%3D%257b%257d&data=05"
    )
    assert found(wrapped) == [TEAMS]


def test_characters_that_url_defense_moved_away_come_back() -> None:
    assert unwrap("https://urldefense.com/v3/__https://acme.zoom.us/j/81234567890?pwd=a*1__;Iw!!x$") == (
        "https://acme.zoom.us/j/81234567890?pwd=a#1"
    )
    assert unwrap("https://urldefense.com/v3/__https://acme.zoom.us/j/1?a=**B__;W11b!!x$") == (
        "https://acme.zoom.us/j/1?a=[]["
    )


def test_more_than_three_layers_are_not_a_join_link() -> None:
    url = "https://zoom.us/j/123456789"
    for _ in range(4):
        url = "https://www.google.com/url?q=" + url.replace(":", "%3A").replace("/", "%2F").replace("?", "%3F").replace(
            "=", "%3D"
        )
    assert read_link(url) is None


def test_the_hosts_own_starting_link_is_shown_as_a_plain_join_link_without_its_key() -> None:
    assert found("https://acme.zoom.us/s/81234567890?zak=SECRET&pwd=abc") == [
        "https://acme.zoom.us/j/81234567890?pwd=abc"
    ]


def test_the_desktop_clients_link_is_shown_as_the_web_address_of_the_same_call() -> None:
    assert found("zoommtg://zoom.us/join?confno=123456789&pwd=xxxx&zc=0") == ["https://zoom.us/j/123456789?pwd=xxxx"]
    assert found("zoommtg://attacker.example/join?confno=123456789") == []


@pytest.mark.parametrize(
    "url",
    [
        "https://zoom.us/my/pekka?pwd=1",
        "https://acme.webex.com/meet/pekka",
        "https://acme.webex.com/join/pekka",
        "https://meet.google.com/lookup/abc123",
    ],
)
def test_rooms_that_serve_many_calls_are_marked(url: str) -> None:
    link = read_link(url)
    assert link is not None
    assert link.personal_room


def test_the_better_place_comes_first_and_the_other_link_stays() -> None:
    links = find_links(
        [
            (Place.DESCRIPTION, f"Teams: {TEAMS}"),
            (Place.LOCATION, "https://acme.zoom.us/j/81234567890"),
            (Place.VENDOR, "https://meet.google.com/abc-defg-hij"),
        ]
    )
    assert [link.platform for link in links] == [Platform.MEET, Platform.ZOOM, Platform.TEAMS]


def test_of_two_links_into_one_call_the_one_with_the_passcode_is_shown() -> None:
    links = find_links(
        [
            (Place.LOCATION, "https://acme.zoom.us/j/81234567890"),
            (Place.DESCRIPTION, "https://acme.zoom.us/j/81234567890?pwd=abc and https://acme.zoom.us/j/81234567890"),
        ]
    )
    assert [link.url for link in links] == ["https://acme.zoom.us/j/81234567890?pwd=abc"]


def test_an_html_attribute_and_escaped_ampersands_are_read() -> None:
    assert found('<a href="https://acme.zoom.us/j/81234567890?pwd=a&amp;uname=b">Join</a>') == [
        "https://acme.zoom.us/j/81234567890?pwd=a&uname=b"
    ]
    assert found("https://acme.zoom.us/j/81234567890?pwd=a&region=1") == [
        "https://acme.zoom.us/j/81234567890?pwd=a&region=1"
    ]


def test_a_companys_own_domain_counts_once_the_configuration_names_it() -> None:
    assert found("https://video.acme.example/j/81234567890") == []
    zoom = ExtraHost("video.acme.example", Platform.ZOOM)
    assert find_links([(Place.URL, "https://video.acme.example/j/81234567890")], [zoom]) == (
        JoinLink("https://video.acme.example/j/81234567890", Platform.ZOOM, "81234567890"),
    )
    below = ExtraHost("*.video.example")
    assert found("https://room.video.example/team", below) == ["https://room.video.example/team"]
    assert found("https://evilvideo.example/team", below) == []
    assert found("https://room.video.example/", below) == []


def test_merging_keeps_the_order_given() -> None:
    first = JoinLink("https://zoom.us/j/123456789", Platform.ZOOM, "123456789")
    second = JoinLink("https://meet.google.com/abc-defg-hij", Platform.MEET, "abc-defg-hij")
    better = JoinLink("https://zoom.us/j/123456789?pwd=a", Platform.ZOOM, "123456789")
    assert merge_links([first, second, better]) == (better, second)


@given(st.text(max_size=300))
def test_no_text_breaks_it_and_only_https_comes_out(text: str) -> None:
    for link in find_links([(Place.DESCRIPTION, f"{text} https://zoom.us/j/123456789{text}"), (Place.URL, text)]):
        assert link.url.startswith("https://")
        assert not set(link.url) & set(' \r\n\t<>"\\')
