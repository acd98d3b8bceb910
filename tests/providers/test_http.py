"""One client for all vendors: what it sends again, what it waits for, whom it leaves alone, and what it never tells."""

import datetime as dt
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
import structlog
from structlog.testing import capture_logs

from kambrief.errors import CallError, UserError
from kambrief.providers.breaker import Breaker
from kambrief.providers.http import LEFT_ALONE, Api, Policy, client, origin
from kambrief.providers.oauth import AppToken, Ask
from kambrief.providers.side_by_side import side_by_side

BASE = "https://api.vendor.example/v1"
QUICK = Policy(first_pause=0.001, patience=2.0, timeout=1.0, failures=4, pause=30.0)
Handler = Callable[[httpx.Request], httpx.Response]


class Vendor:
    """Answers in turn; the last one again and again. Remembers what it was asked."""

    def __init__(self, *answers: httpx.Response | Exception) -> None:
        self.answers, self.asked = list(answers), list[httpx.Request]()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)


@pytest.fixture
def api() -> Iterator[Callable[..., Api]]:
    made: list[Api] = []

    def make(vendor: Handler, policy: Policy = QUICK, auth: httpx.Auth | None = None) -> Api:
        made.append(Api("meetings.vendor", BASE, auth, policy, client(httpx.MockTransport(vendor))))
        return made[-1]

    yield make
    for one in made:
        one.close()


def said(status: int, data: object = None, **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.Response(status, json={} if data is None else data, headers=named)


FINE = said(200, {"value": [1]})


# --- again, or not ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("first", [said(429, retry_after="0.01"), said(500), said(502), said(503), said(504), said(408),
                                   httpx.ReadTimeout("x"), httpx.ConnectError("x"), httpx.RemoteProtocolError("x")])  # fmt: skip
def test_a_question_is_asked_again_when_the_fault_may_pass(api: Callable[..., Api], first: Any) -> None:
    vendor = Vendor(first, FINE)
    assert api(vendor).get("list", "things").json() == {"value": [1]}
    assert len(vendor.asked) == 2


@pytest.mark.parametrize(
    ("first", "again"),
    [
        (httpx.ConnectError("x"), True), (said(429, retry_after="0"), True), (said(503), True),
        (httpx.ReadTimeout("x"), False), (httpx.ReadError("x"), False), (said(500), False), (said(504), False),
    ],
)  # fmt: skip
def test_what_may_have_done_its_work_is_not_done_twice(api: Callable[..., Api], first: Any, *, again: bool) -> None:
    vendor = Vendor(first, FINE)
    if again:
        assert api(vendor).call("send", "POST", "send", body={}).status == 200
    else:
        with pytest.raises(CallError) as told:
            api(vendor).call("send", "POST", "send", body={})
        assert told.value.reached
        assert len(vendor.asked) == 1


@pytest.mark.parametrize("status", [400, 401, 402, 403, 404, 409, 410, 422])
def test_a_refusal_for_good_is_told_with_the_vendors_code_and_without_its_words(
    api: Callable[..., Api], status: int
) -> None:
    vendor = Vendor(said(status, {"error": {"code": "ErrorAccessDenied", "message": "token abc of petri@x.example"}}))
    with pytest.raises(CallError) as told:
        api(vendor).get("list meetings", "users/petri@x.example/meetings")
    assert str(told.value) == f"meetings.vendor: list meetings: answered {status} (ErrorAccessDenied)"
    assert (told.value.permanent, told.value.code, len(vendor.asked)) == (True, "ErrorAccessDenied", 1)


def test_a_code_that_is_a_sentence_is_not_repeated(api: Callable[..., Api]) -> None:
    with pytest.raises(CallError) as told:
        api(Vendor(said(400, {"code": "the token abc is bad", "message": "x"}))).get("list", "things")
    assert "abc" not in str(told.value)


# --- waiting ---------------------------------------------------------------------------------------------------------


def test_the_vendors_wish_is_waited_for_when_there_is_time(api: Callable[..., Api], monkeypatch: Any) -> None:
    waits: list[float] = []
    monkeypatch.setattr("tenacity.nap.time.sleep", waits.append)
    api(Vendor(said(429, retry_after="1.128"), FINE)).get("list", "things")
    assert waits == [1.128]


def test_a_daily_limit_ends_all_asking_until_it_is_over(api: Callable[..., Api]) -> None:
    until = (dt.datetime.now(dt.UTC) + dt.timedelta(hours=3)).strftime("%Y-%m-%dT%H:%M:%SZ")
    vendor = Vendor(said(429, {"code": 429}, retry_after=until, date=_http_date()), FINE)
    asked = api(vendor)
    for _ in range(2):
        with pytest.raises(CallError) as told:
            asked.get("list", "things")
        assert told.value.retry_after == pytest.approx(3 * 3600, abs=5)
    assert len(vendor.asked) == 1


def _http_date() -> str:
    return dt.datetime.now(dt.UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")


def test_a_vendor_that_keeps_failing_is_left_alone_and_then_tried_once() -> None:
    now = [0.0]
    breaker = Breaker(3, 60.0, lambda: now[0])
    assert [breaker.failed(), breaker.failed(), breaker.failed()] == [False, False, True]
    assert breaker.wait() == 60.0
    now[0] = 61.0
    assert (breaker.wait(), breaker.wait()) == (0.0, 60.0)
    breaker.failed()
    assert breaker.wait() == 60.0
    now[0] = 122.0
    assert breaker.wait() == 0.0
    breaker.succeeded()
    assert (breaker.wait(), breaker.wait()) == (0.0, 0.0)


def test_while_left_alone_no_call_goes_out_and_the_gap_is_named(api: Callable[..., Api]) -> None:
    vendor = Vendor(httpx.ConnectError("x"))
    asked = api(vendor)
    with pytest.raises(CallError):
        asked.get("list", "things")
    before = len(vendor.asked)
    with pytest.raises(CallError, match="not asked, the vendor failed or refused too often; next try in") as told:
        asked.get("list", "things")
    assert (told.value.code, len(vendor.asked)) == (LEFT_ALONE, before)


def test_no_more_calls_are_under_way_than_allowed_in_all_and_for_one_mailbox(api: Callable[..., Api]) -> None:
    under_way, most, gate = dict[str, int](), dict[str, int](), threading.Lock()

    def slow(request: httpx.Request) -> httpx.Response:
        keys = ("all", request.url.params["box"])
        with gate:
            for key in keys:
                under_way[key] = under_way.get(key, 0) + 1
                most[key] = max(most.get(key, 0), under_way[key])
        threading.Event().wait(0.02)
        with gate:
            for key in keys:
                under_way[key] -= 1
        return FINE

    asked = api(slow, Policy(concurrent=4, concurrent_per_key=2))
    threads = [
        threading.Thread(target=asked.get, args=("list", "things"), kwargs={"params": {"box": box}, "key": box})
        for box in "aaaaaabbbbbb"
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == {"all": 4, "a": 2, "b": 2}


def test_each_label_has_its_own_rate(api: Callable[..., Api]) -> None:
    vendor = Vendor(FINE)
    asked = api(vendor, Policy(per_second={"LIGHT": 100, "HEAVY": 1}, patience=0.3))
    for _ in range(5):
        asked.get("one", "things", label="LIGHT")
    asked.get("report", "things", label="HEAVY")
    with pytest.raises(CallError, match="waited too long for its turn"):
        asked.get("report", "things", label="HEAVY")
    assert len(vendor.asked) == 6


# --- where calls go --------------------------------------------------------------------------------------------------


def test_a_next_link_is_followed_as_it_is_and_never_to_another_host(api: Callable[..., Api]) -> None:
    vendor = Vendor(FINE)
    asked = api(vendor)
    asked.get("page", f"{BASE}/things?%24skiptoken=a%2Bb%3D%3D", params={})
    assert str(vendor.asked[0].url) == f"{BASE}/things?%24skiptoken=a%2Bb%3D%3D"
    for other in (
        "https://evil.example/v1/things",
        "http://api.vendor.example/v1/x",
        "https://api.vendor.example:8443/x",
    ):
        with pytest.raises(CallError, match="another host"):
            asked.get("page", other)


def test_a_double_encoded_id_arrives_double_encoded(api: Callable[..., Api]) -> None:
    vendor = Vendor(FINE)
    api(vendor).get("past", "past_meetings/%252Fabc%253D%253D")
    assert vendor.asked[0].url.raw_path == b"/v1/past_meetings/%252Fabc%253D%253D"


def test_the_token_goes_to_the_vendors_hosts_and_not_where_they_redirect_to(api: Callable[..., Api]) -> None:
    asked: list[tuple[str, bool]] = []

    def vendor(request: httpx.Request) -> httpx.Response:
        asked.append((request.url.host, "authorization" in request.headers))
        if request.url.host == "files.vendor.example":
            return httpx.Response(302, headers={"location": "https://127.0.0.1/inner"})
        return httpx.Response(200, content=b"WEBVTT")

    calls = api(vendor, auth=httpx.BasicAuth("a", "b"))
    assert calls.download("file", f"{BASE}/file", hosts=()) == b"WEBVTT"
    with pytest.raises(CallError, match="not the vendor's"):
        calls.download("file", "https://vendor.example.evil.example/x", hosts=("vendor.example",))
    with pytest.raises(CallError, match="private or reserved address"):
        calls.download("file", "https://files.vendor.example/x", hosts=("vendor.example",))
    assert asked == [("api.vendor.example", True), ("files.vendor.example", True)]


@pytest.mark.parametrize("url", ["ftp://x.example", "x.example", "https://", ""])
def test_an_address_that_is_none_is_told(url: str) -> None:
    with pytest.raises(UserError, match="no http or https address"):
        origin(url)


def test_a_gateways_page_is_no_answer(api: Callable[..., Api]) -> None:
    page = httpx.Response(200, html="<html>Sign in</html>")
    with pytest.raises(CallError, match="no JSON; is base_url right"):
        api(Vendor(page)).get("list", "things")


def test_neither_logs_nor_errors_hold_addresses_tokens_or_words_of_the_vendor(api: Callable[..., Api]) -> None:
    structlog.reset_defaults()
    secret = "s3cret-petri@havulinna.example"
    vendor = Vendor(said(500, {"message": secret}), httpx.ReadError(secret), said(403, {"message": secret}))
    with capture_logs() as lines, pytest.raises(CallError) as told:
        api(vendor).get("list meetings", f"users/{secret}", params={"q": secret}, headers={"X-Key": secret})
    assert secret not in str(told.value) + repr(told.value)
    assert secret not in repr(lines)
    assert [line.get("status") for line in lines if line["event"] == "call"] == [500, 403]


# --- tokens ----------------------------------------------------------------------------------------------------------


class Tokens:
    """A token endpoint and an API that takes the newest token only."""

    def __init__(self) -> None:
        self.given = 0
        self.good = ""
        self.refusals: list[httpx.Response] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == "/token":
            if self.refusals:
                return self.refusals.pop(0)
            self.given += 1
            self.good = f"t{self.given}"
            return httpx.Response(200, json={"access_token": self.good, "expires_in": 3600, "scope": "a b,c"})
        fine = request.headers["authorization"] == f"Bearer {self.good}"
        return httpx.Response(200 if fine else 401, json={})


def signed(tokens: Tokens, clock: Callable[[], float] = lambda: 0.0) -> AppToken:
    http = client(httpx.MockTransport(tokens))
    return AppToken("meetings.vendor", f"{BASE[:-3]}/token", lambda: Ask({"secret": "hush"}), http, clock)


def test_one_token_serves_many_calls_and_is_renewed_before_it_ends(api: Callable[..., Api]) -> None:
    tokens, now = Tokens(), [0.0]
    asked = api(tokens, auth=signed(tokens, lambda: now[0]))
    for moment in (0.0, 1000.0, 3400.0, 3500.0, 7200.0):
        now[0] = moment
        asked.get("list", "things")
    assert tokens.given == 3


def test_a_token_taken_back_is_replaced_once(api: Callable[..., Api]) -> None:
    tokens = Tokens()
    auth = signed(tokens)
    asked = api(tokens, auth=auth)
    asked.get("list", "things")
    tokens.good = "other"
    asked.get("list", "things")
    assert tokens.given == 2
    assert auth.token().scopes == {"a", "b", "c"}


def test_a_refused_sign_in_is_believed_for_a_while_and_holds_no_secret(api: Callable[..., Api]) -> None:
    tokens = Tokens()
    tokens.refusals = [httpx.Response(401, json={"error": "invalid_client", "error_description": "hush is wrong"})] * 5
    asked = api(tokens, auth=signed(tokens))
    for _ in range(3):
        with pytest.raises(CallError, match=r"sign in: answered 401 \(invalid_client\)") as told:
            asked.get("list", "things")
        assert "hush" not in str(told.value)
    assert len(tokens.refusals) == 4


def test_many_threads_share_one_sign_in(api: Callable[..., Api]) -> None:
    tokens = Tokens()
    asked = api(tokens, auth=signed(tokens))
    threads = [threading.Thread(target=asked.get, args=("list", "things")) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert tokens.given == 1


# --- whoever is slow ---------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_failed_sign_in_is_believed_for_a_while_so_that_nobody_queues_behind_it(api: Callable[..., Api]) -> None:
    tokens, now = Tokens(), [0.0]
    tokens.refusals = [httpx.Response(503)] * 30
    auth = AppToken(
        "meetings.vendor",
        f"{BASE[:-3]}/token",
        lambda: Ask({}),
        client(httpx.MockTransport(tokens)),
        lambda: now[0],
        pause=0.01,
    )
    auth._pause = 20.0
    asked = api(tokens, auth=auth, policy=QUICK)
    for _ in range(10):
        with pytest.raises(CallError, match="sign in: answered 503"):
            asked.get("list", "things")
    assert len(tokens.refusals) == 27  # tried thrice at once, because it came quickly, and then not again
    now[0], tokens.refusals = 21.0, []
    assert asked.get("list", "things").status == 200


def test_one_mailbox_that_is_to_be_left_alone_stops_no_other(api: Callable[..., Api]) -> None:
    def vendor(request: httpx.Request) -> httpx.Response:
        return said(429, retry_after="3600") if "busy" in request.url.path else FINE

    asked = api(vendor)
    for _ in range(3):
        with pytest.raises(CallError):
            asked.get("list", "busy", key="busy")
        assert asked.get("list", "other", key="other").status == 200


def test_a_late_success_does_not_lift_what_the_vendor_has_asked_for() -> None:
    breaker = Breaker(3, 60.0, lambda: 0.0)
    breaker.close_until(3600.0)
    breaker.succeeded()
    assert breaker.wait() == 3600.0


@pytest.mark.slow
def test_an_answer_that_drips_ends_on_time() -> None:
    gate = threading.Event()

    def drip(server: socket.socket) -> None:
        line, _ = server.accept()
        with line:
            line.recv(65536)
            line.sendall(b"HTTP/1.1 200 OK\r\n")
            while not gate.wait(0.05):
                try:
                    line.sendall(b"X-Drip: 1\r\n")
                except OSError:
                    return

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=drip, args=(server,), daemon=True).start()
        base = f"http://127.0.0.1:{server.getsockname()[1]}"
        slow = Api("meetings.vendor", base, None, Policy(timeout=0.2, patience=0.5, attempts=1), client())
        with pytest.raises(CallError, match="no complete answer in time"):
            slow.get("list", "things")
        gate.set()
        slow.close()


def test_a_pass_over_many_calendars_ends_and_begins_elsewhere_the_next_time() -> None:
    """Each reading takes a second of a clock that nothing else moves; eight are under way at once."""

    def looked(first: int) -> list[bool]:
        done: list[int] = []

        def read(number: int) -> int:
            done.append(number)
            return number

        found = side_by_side(
            range(40), read, lambda number: -number, first, seconds=10.0, clock=lambda: float(len(done))
        )
        assert [abs(number) for number in found] == list(range(40))
        return [number in done for number in range(40)]

    for first in (0, 30):
        read = looked(first)
        assert 10 <= sum(read) <= 18
        assert read[first]
        assert not read[first - 1]
