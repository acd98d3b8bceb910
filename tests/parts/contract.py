"""A vendor's OpenAPI document as a judge: which of its rules a request or an answer breaks, in plain sentences.

Only what JSON Schema and the parameter rules of OpenAPI 3.1 say; who may call is for the fakes to decide.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, unquote

import jsonschema  # type: ignore[import-untyped]
from referencing import Registry
from referencing.jsonschema import DRAFT202012

Json = dict[str, Any]

_HERE = "urn:contract"
_MOST_ERRORS = 5  # the rest mostly repeats them
_FREE_HEADERS = {"accept", "authorization", "content-type"}  # OpenAPI says to ignore such parameters
_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)")
_DATE = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")

_FORMATS = jsonschema.FormatChecker(formats=())
for _name, _text in (("date-time", _DATE_TIME), ("date", _DATE), ("email", _EMAIL), ("uri", _URI)):
    _FORMATS.checks(_name)(lambda value, shape=_text: not isinstance(value, str) or bool(shape.fullmatch(value)))
for _name, _bits in (("int32", 31), ("int64", 63)):
    _FORMATS.checks(_name)(lambda value, bits=_bits: not isinstance(value, int) or -(2**bits) <= value < 2**bits)


@dataclass
class _Operation:
    name: str
    pointer: str
    rules: Json
    parameters: list[tuple[str, Json]]  # each with its pointer
    judges: dict[str, Any] = field(default_factory=dict)
    """Compiled schemas by pointer."""


@dataclass(frozen=True)
class _Path:
    template: str
    segments: tuple[re.Pattern[str], ...]
    names: tuple[tuple[str, ...], ...]
    """The parameters of each segment."""
    operations: Mapping[str, _Operation]

    def match(self, segments: Sequence[str]) -> dict[str, str] | None:
        if len(segments) != len(self.segments):
            return None
        found: dict[str, str] = {}
        for shape, names, segment in zip(self.segments, self.names, segments, strict=True):
            hit = shape.fullmatch(segment)
            if not hit:
                return None
            found.update(zip(names, hit.groups(), strict=True))
        return found


class Contract:
    """Loaded once, then asked about any number of requests and answers, from any thread.

    `prefix` ("/v2") is cut from paths. With `closed`, fields the document does not name are breaches too, although JSON
    Schema would let them pass: a fake must not invent any. It does not go with `allOf`.
    """

    def __init__(self, path: Path, prefix: str = "", *, closed: bool = False) -> None:
        self._document: Json = json.loads(path.read_text(encoding="utf-8"))
        self._prefix = prefix.rstrip("/")
        _allow_null(self._document)
        if closed:
            _close(self._document)
        resource = DRAFT202012.create_resource(self._document)
        self._registry: Registry[Any] = Registry().with_resource(_HERE, resource)
        found = [self._path(template, item) for template, item in self._document["paths"].items()]
        self._paths = sorted(found, key=_vagueness)

    def operation(self, method: str, path: str) -> str:
        """The operation's name, such as "GET /users/{userId}/meetings"; "" when the contract has no such path."""
        operation, _ = self._find(method, path)
        return operation.name if operation else ""

    def check_request(
        self,
        method: str,
        path: str,
        query: Sequence[tuple[str, str]],
        headers: Mapping[str, str],
        body: bytes | None,
    ) -> list[str]:
        """The breaches of a request. `path` is as sent (percent-encoded), the query's pairs are decoded."""
        operation, in_path = self._find(method, path)
        if operation is None:
            return [f"The contract has no {method.upper()} {path}."]
        sent = {name.lower(): value for name, value in headers.items()}
        breaches = [*self._parameters(operation, in_path, query, sent)]
        breaches.extend(self._request_body(operation, sent.get("content-type", ""), body))
        return [f"{operation.name}: {breach}" for breach in breaches]

    def check_response(self, method: str, path: str, status: int, headers: Mapping[str, str], body: bytes) -> list[str]:
        """The breaches of an answer."""
        operation, _ = self._find(method, path)
        if operation is None:
            return [f"The contract has no {method.upper()} {path}."]
        known: Json = operation.rules["responses"]
        key = next((one for one in (str(status), f"{status // 100}XX", "default") if one in known), None)
        if key is None:
            return [f"{operation.name}: the contract has no answer {status}."]
        pointer, rules = self._follow(f"{operation.pointer}/responses/{key}", known[key])
        given = {name.lower(): value for name, value in headers.items()}
        breaches = list(self._response_headers(operation, pointer, rules, given))
        breaches.extend(self._content(operation, pointer, rules, given.get("content-type", ""), body))
        return [f"{operation.name}: answer {status}: {breach}" for breach in breaches]

    # Finding the operation.

    def _path(self, template: str, item: Json) -> _Path:
        pointer = f"/paths/{_escape(template)}"
        shared = [(f"{pointer}/parameters/{at}", one) for at, one in enumerate(item.get("parameters", []))]
        operations = {}
        for method, rules in item.items():
            if method == "parameters" or not isinstance(rules, dict) or "responses" not in rules:
                continue
            at = f"{pointer}/{method}"
            own = [(f"{at}/parameters/{number}", one) for number, one in enumerate(rules.get("parameters", []))]
            laid = {(one["name"], one["in"]): (where, one) for where, one in self._followed([*shared, *own])}
            operations[method] = _Operation(f"{method.upper()} {template}", at, rules, list(laid.values()))
        segments = template.strip("/").split("/")
        return _Path(
            template,
            tuple(_shape(segment) for segment in segments),
            tuple(tuple(re.findall(r"\{([^}]+)\}", segment)) for segment in segments),
            operations,
        )

    def _find(self, method: str, path: str) -> tuple[_Operation | None, dict[str, str]]:
        if not path.startswith(f"{self._prefix}/"):
            return None, {}
        # Split before decoding: %2F belongs to its segment.
        segments = [unquote(one) for one in path[len(self._prefix) + 1 :].split("/")]
        for known in self._paths:
            operation = known.operations.get(method.lower())
            if operation and (found := known.match(segments)) is not None:
                return operation, found
        return None, {}

    def _followed(self, parts: Sequence[tuple[str, Json]]) -> Iterator[tuple[str, Json]]:
        return (self._follow(where, one) for where, one in parts)

    def _follow(self, pointer: str, part: Json) -> tuple[str, Json]:
        """The part itself, where it is only a reference to another."""
        while "$ref" in part:
            pointer = str(part["$ref"]).removeprefix("#")
            part = self._document
            for step in pointer.strip("/").split("/"):
                part = part[step.replace("~1", "/").replace("~0", "~")]
        return pointer, part

    # Judging.

    def _judge(self, operation: _Operation, pointer: str, value: object) -> Iterator[str]:
        judge = operation.judges.get(pointer)
        if judge is None:
            judge = jsonschema.Draft202012Validator(
                {"$ref": f"{_HERE}#{quote(pointer, safe='/~')}"},
                registry=self._registry,
                format_checker=_FORMATS,
            )
            operation.judges[pointer] = judge
        for number, error in enumerate(judge.iter_errors(value)):
            if number == _MOST_ERRORS:
                break
            where = "/".join(str(step) for step in error.absolute_path)
            message = error.message if len(error.message) < 300 else f"{error.message[:300]}…"
            yield f"{where}: {message}" if where else message

    def _parameters(
        self,
        operation: _Operation,
        in_path: Mapping[str, str],
        query: Sequence[tuple[str, str]],
        sent: Mapping[str, str],
    ) -> Iterator[str]:
        names = {one["name"] for _, one in operation.parameters if one["in"] == "query"}
        for name in dict.fromkeys(name for name, _ in query):
            if name not in names:
                yield f"unknown query parameter {name!r}."
        for where, one in operation.parameters:
            name, place = one["name"], one["in"]
            if place == "cookie" or (place == "header" and name.lower() in _FREE_HEADERS):
                continue
            given = {
                "query": [value for key, value in query if key == name],
                "path": [in_path[name]] if name in in_path else [],
                "header": [sent[name.lower()]] if name.lower() in sent else [],
            }[place]
            if not given:
                if one.get("required"):
                    yield f"{place} parameter {name!r} is missing."
                continue
            schema: Json = self._follow(where, one.get("schema", {}))[1]
            if len(given) > 1 and "array" not in _types(schema):
                yield f"{place} parameter {name!r} is there {len(given)} times."
            value = self._value(schema, given, explode=one.get("explode", place == "query"))
            for breach in self._judge(operation, f"{where}/schema", value):
                yield f"{place} parameter {name!r}: {breach}"

    def _value(self, schema: Json, given: Sequence[str], *, explode: bool) -> object:
        """What the text of a parameter stands for."""
        if "array" in _types(schema):
            items = self._follow("", schema.get("items", {}))[1]
            texts = given if explode else given[0].split(",")
            return [_coerced(items, text) for text in texts]
        return _coerced(schema, given[0])

    def _request_body(self, operation: _Operation, kind: str, body: bytes | None) -> Iterator[str]:
        if "requestBody" not in operation.rules:
            if body:
                yield "the request has a body, the contract has none."
            return
        pointer, rules = self._follow(f"{operation.pointer}/requestBody", operation.rules["requestBody"])
        if not body:
            if rules.get("required"):
                yield "the body is missing."
            return
        yield from self._content(operation, pointer, rules, kind, body)

    def _response_headers(
        self, operation: _Operation, pointer: str, rules: Json, given: Mapping[str, str]
    ) -> Iterator[str]:
        for name, reference in rules.get("headers", {}).items():
            where, one = self._follow(f"{pointer}/headers/{_escape(name)}", reference)
            if name.lower() not in given:
                if one.get("required"):
                    yield f"header {name!r} is missing."
            elif "schema" in one:
                schema = self._follow(where, one["schema"])[1]
                for breach in self._judge(operation, f"{where}/schema", _coerced(schema, given[name.lower()])):
                    yield f"header {name!r}: {breach}"

    def _content(self, operation: _Operation, pointer: str, rules: Json, kind: str, body: bytes) -> Iterator[str]:
        """The breaches of a body, of a request or an answer."""
        content: Json = rules.get("content", {})
        if not content:
            if body:
                yield "a body where the contract has none."
            return
        plain = kind.partition(";")[0].strip().lower()
        media = next((one for one in (plain, f"{plain.partition('/')[0]}/*", "*/*") if one in content), None)
        if media is None:
            yield f"content type {kind!r}, not one of {', '.join(content)}."
            return
        if "schema" not in content[media]:
            return
        value: object
        if plain == "application/x-www-form-urlencoded":
            value = dict(parse_qsl(body.decode(errors="replace"), keep_blank_values=True))
        elif plain == "application/json" or plain.endswith("+json"):
            try:
                value = json.loads(body)
            except ValueError as error:
                yield f"the body is no JSON: {error}"
                return
        else:
            value = body.decode(errors="replace")
        for breach in self._judge(operation, f"{pointer}/content/{_escape(media)}/schema", value):
            yield f"body: {breach}"


def _escape(step: str) -> str:
    """A key as one step of a JSON pointer."""
    return step.replace("~", "~0").replace("/", "~1")


def _shape(segment: str) -> re.Pattern[str]:
    """One segment of a template; several parameters in it end at the literal text between them."""
    parts = re.split(r"\{[^}]+\}", segment)
    return re.compile("(.+?)".join(re.escape(part) for part in parts), re.DOTALL)


def _vagueness(path: _Path) -> list[int]:
    """What sorts literal text before a parameter: /meetings/meeting_summaries is no meeting's id."""
    segments = path.template.strip("/").split("/")
    return [0 if "{" not in one else 2 if re.fullmatch(r"\{[^}]+\}", one) else 1 for one in segments]


def _types(schema: Json) -> list[str]:
    kinds = schema.get("type", [])
    return [kinds] if isinstance(kinds, str) else list(kinds)


def _coerced(schema: Json, text: str) -> object:
    """The text as the type the schema asks for; as it is where it cannot be that."""
    kinds = _types(schema)
    if "boolean" in kinds and text in {"true", "false"}:
        return text == "true"
    if "integer" in kinds and re.fullmatch(r"-?\d+", text):
        return int(text)
    if "number" in kinds and re.fullmatch(r"-?\d+(\.\d+)?", text):
        return float(text) if "." in text else int(text)
    return text


def _allow_null(part: object) -> None:
    """What OpenAPI 3.0 calls nullable, in the words of JSON Schema and of OpenAPI 3.1."""
    if isinstance(part, list):
        for one in part:
            _allow_null(one)
    if not isinstance(part, dict):
        return
    if part.get("nullable") is True and isinstance(part.get("type"), str):
        part["type"] = [part["type"], "null"]
        if isinstance(part.get("enum"), list):
            part["enum"] = [*part["enum"], None]
    for key, one in part.items():
        if key not in {"example", "examples", "default", "enum"}:
            _allow_null(one)


def _close(part: object) -> None:
    """Forbids, in every object schema below, the fields it does not name."""
    if isinstance(part, list):
        for one in part:
            _close(one)
    if not isinstance(part, dict):
        return
    if "allOf" in part:
        raise ValueError("a contract with allOf cannot be closed")
    named = part.get("properties")
    if isinstance(named, dict) and "object" in _types(part):
        part.setdefault("additionalProperties", False)
        _close(list(named.values()))
    for key, one in part.items():
        if key not in {"properties", "example", "examples", "default", "enum"}:
            _close(one)


class Events:
    """The same for webhooks: a JSON Schema with one definition per event, told apart by the field `event`."""

    def __init__(self, path: Path, *, closed: bool = False) -> None:
        document: Json = json.loads(path.read_text(encoding="utf-8"))
        if closed:
            _close(document["$defs"])
        self._judges = {
            name: jsonschema.Draft202012Validator(schema, format_checker=_FORMATS)
            for name, schema in document["$defs"].items()
        }

    def check(self, event: Json) -> list[str]:
        """The breaches of one body."""
        judge = self._judges.get(event.get("event", ""))
        if judge is None:
            return [f"The contract has no event {event.get('event')!r}."]
        return [
            f"event {event['event']}: {'/'.join(map(str, one.absolute_path))}: {one.message}"
            for one in judge.iter_errors(event)
        ]
