"""What ``check`` says when Salesforce is set up wrongly, and what to do about it."""

import json
from pathlib import Path

import pytest
from pydantic import ValidationError

from kambrief.core.customer import Account, Contact, CrmData
from kambrief.ports import Health
from kambrief.providers.crm.salesforce import Config, Provider
from tests.providers.salesforce_sample import NOW, QUICK, Sample, settings


@pytest.fixture(autouse=True)
def secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SALESFORCE_SECRET", "salesforce-secret")


@pytest.fixture
def one() -> Sample:
    return Sample().load(
        CrmData(
            accounts=(Account("A1", "Koivu Oy"),), contacts=(Contact("C1", "A1", "Anna", "Mäkelä", "anna@k.example"),)
        )
    )


def ill(crm: Provider) -> dict[str, Health]:
    return {line.name.partition("/")[2]: line for line in crm.check(NOW) if not line.ok}


def test_all_is_well(one: Sample) -> None:
    one.org.external_id()
    assert ill(one.mapped()) == {}


@pytest.mark.parametrize(
    ("error", "advice"),
    [
        (("invalid_client_id", "client identifier invalid"), "consumer key"),
        (("invalid_client", "invalid client credentials"), "consumer key"),
        (("invalid_grant", "no client credentials user enabled"), "user it runs as"),
        (("invalid_grant", "audience is invalid"), "set audience"),
        (("invalid_grant", "user hasn't approved this consumer"), "must be approved"),
        (("invalid_scope", "the requested scope is not allowed"), "OAuth scopes"),
        (("unsupported_grant_type", "grant type not supported"), "My Domain"),
        (("inactive_org", "organization is inactive"), "inactive"),
    ],
)
def test_a_sign_in_that_fails_says_what_to_compare(one: Sample, error: tuple[str, str], advice: str) -> None:
    one.fake.token_error = error
    told = ill(one.mapped())
    assert list(told) == ["sign-in"]
    assert advice in told["sign-in"].advice
    assert "salesforce-secret" not in repr(told)


def test_a_secret_that_is_not_set_is_said(one: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SALESFORCE_SECRET")
    assert "SALESFORCE_SECRET" in ill(one.mapped())["sign-in"].summary


@pytest.mark.parametrize(
    ("refused", "advice"),
    [
        ((401, "INVALID_SESSION_ID", "Session expired or invalid"), "OAuth scopes"),
        ((403, "API_DISABLED_FOR_ORG", "The REST API is not enabled"), "API Enabled"),
        ((403, "insufficient_scope", "This feature is not enabled"), "OAuth scopes"),
        ((403, "INSUFFICIENT_ACCESS", "insufficient access rights"), "permission set"),
        ((403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded."), "other integrations"),
    ],
)
def test_a_right_that_is_missing_is_named(one: Sample, refused: tuple[int, str, str], advice: str) -> None:
    one.fake.refused = refused
    told = ill(one.mapped())
    assert any(advice in line.advice for line in told.values())


@pytest.mark.parametrize("op", ["/services/oauth2/token", "/describe"])
def test_a_page_instead_of_an_answer_is_the_wrong_address(one: Sample, op: str) -> None:
    one.fake.faults.add("html", times=200, op=op)
    told = ill(one.mapped())
    assert told
    assert all("My Domain" in line.advice for line in told.values())


def test_a_version_that_is_not_offered_is_named_with_the_newest(one: Sample) -> None:
    told = ill(one.mapped(api_version="99.0"))
    assert told["version"].advice == 'set api_version = "67.0"'


@pytest.mark.parametrize(("is_one", "meant", "fine"), [(True, False, False), (True, True, True), (False, True, False)])
def test_a_sandbox_is_what_it_is_meant_to_be(one: Sample, *, is_one: bool, meant: bool, fine: bool) -> None:
    one.org.change("Organization", next(iter(one.org.table["Organization"])), IsSandbox=is_one)
    assert ("organisation" not in ill(one.mapped(sandbox=meant))) == fine


def test_an_integration_user_that_sees_nobody_is_a_fault(one: Sample) -> None:
    one.load(CrmData())
    assert "View All" in ill(one.mapped())["records"].advice


def test_an_object_that_is_not_there_is_named(one: Sample) -> None:
    told = ill(one.provider({"objects": {"surveys": "Nps__c"}}))
    assert "Nps__c" in told["objects"].summary


def test_the_field_for_our_key_is_recommended(one: Sample) -> None:
    told = [line for line in one.mapped().check(NOW) if line.name.endswith("write-back")]
    assert [line.ok for line in told] == [True]
    assert "Object Manager" in told[0].advice


def test_calls_that_are_nearly_used_up_are_said(one: Sample) -> None:
    one.fake.used = 4900
    assert "4900 of 5000" in ill(one.mapped())["limit"].summary


def test_without_contacts_nobody_can_be_joined(one: Sample) -> None:
    one.org.hidden_objects = {"Contact"}
    assert any(line.lacks == "contacts" and not line.ok for line in one.mapped().check(NOW))


def test_a_signed_assertion_signs_in_too(one: Sample, tmp_path: Path) -> None:
    from joserfc.jwk import RSAKey

    key = RSAKey.generate_key(2048)
    (tmp_path / "key.pem").write_bytes(key.as_pem(private=True))
    one.fake.key = key
    base = {name: value for name, value in settings().items() if name != "client_secret_env"}
    config = Config.model_validate({**base, "private_key_file": "key.pem", "username": "kambrief@kuura.example"})
    crm = Provider(config, tmp_path, transport=one.fake, policy=QUICK)
    assert [line.ok for line in crm.check(NOW) if line.name.endswith("sign-in")] == [True]
    (tmp_path / "key.pem").write_text("no key")
    crm = Provider(config, tmp_path, transport=one.fake, policy=QUICK)
    assert "private_key_file" in ill(crm)["sign-in"].summary


@pytest.mark.parametrize(
    ("config", "told"),
    [
        ({"instance_url": "kuura"}, "my.salesforce.com"),
        ({"client_secret_env": None}, "exactly one"),
        ({"private_key_file": "k.pem"}, "exactly one"),
        ({"client_secret_env": None, "private_key_file": "k.pem"}, "needs username"),
        ({"objects": {"accounts": "Firm__c"}}, "always Salesforce's own"),
        ({"objects": {"surveys": "x; DROP"}}, "no field or object"),
        ({"fields": {"accounts": {"crm_class": "A) FROM"}}}, "no field or object"),
        ({"external_id_field": "A.B__c"}, "Task and Event"),
        ({"api_version": "v67"}, "api_version"),
        ({"look_back_minutes": 1}, "look_back_minutes"),
    ],
)
def test_a_configuration_that_cannot_work_is_refused(config: dict[str, object], told: str) -> None:
    with pytest.raises(ValidationError) as error:
        Config.model_validate_json(json.dumps(settings(**config)))
    assert told in str(error.value)
