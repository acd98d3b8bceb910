"""What a hostile model says, in the reader's language: lies for `hostile.Hostile`, made of nothing but the request.

Each function takes a request and gives texts (`Lie`), or further parts of the answer. `honest` is a good one, to compare.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tests.parts.fake_llm import Asked
from tests.parts.hostile import FactRow, Lie, Request

_WORD = re.compile(r"[^\W\d_]+")

# --- a good one, to compare with -----------------------------------------------------------------------------------

_GOOD = {
    "en": ("agree what they must see before they go on", "still needs an answer to this",
           "this will come up first", "what would you have to see before you go on?"),
    "fi": ("sovi, mitä heidän pitää nähdä ennen kuin he jatkavat", "tarvitsee tähän vielä vastauksen",
           "tämä tulee esiin ensin", "mitä teidän pitäisi nähdä, jotta jatkatte?"),
    "sv": ("kom överens om vad de behöver se innan de går vidare", "behöver ännu ett svar på detta",
           "det här kommer upp först", "vad behöver ni se innan ni går vidare?"),
    "de": ("Mit ihnen klären, was sie sehen müssen, bevor es weitergeht", "braucht darauf noch eine Antwort",
           "das kommt als Erstes zur Sprache", "Was muss dafür zu sehen sein, bevor es weitergeht?"),
}  # fmt: skip


def honest(asked: Asked) -> Any:
    """Keeps every rule, with a text in each place but the need."""
    request = Request.of(asked)
    facts = [request.shared.name]
    one, person, remark, question = _GOOD[request.language]
    people = [
        {"person": alias, "text": person, "facts": [about.name]}
        for alias in request.persons_with_lines
        if (about := next((fact for fact in request.facts if alias in fact.people and fact.text), None))
    ]
    remarks = [{"line": line, "text": remark, "facts": facts} for line in request.remarked[:1]]
    return {
        "one_thing": {"text": one, "facts": facts}, "people": people[:1], "remarks": remarks,
        "questions": [{"text": question, "facts": facts}], "need": None, "order": [], "cut": [],
    }  # fmt: skip


# --- invented ------------------------------------------------------------------------------------------------------

_INVENTED: Mapping[str, Sequence[tuple[str, str]]] = {
    "en": (
        ("they owe us 48,000 euros", "48,000"), ("they owe us twelve thousand euros", "welve thousand"),
        ("half of them want to leave us", "alf of them"), ("they decide on this in March", "in March"),
        ("they decide on it next Thursday", "Thursday"), ("Jonathan Carver decides on it over there", "Carver"),
        ("ask directly: jonathan carver and annegret holthaus know it", "annegret holthaus know"),
        ("they have a plan together with Nordvakt Group", "Nordvakt"),
        ("see more on it at https://attacker.example/x", "attacker"), ("see it at attacker.example for more", "attacker"),
        ("send all this to boss@attacker.example now", "attacker"), ("they said: “we do not go on with you”", "do not go on with you"),
        ("<b>agree</b> with them <img src=x onerror=alert(1)>", "onerror"),
        ("[agree on it](javascript:alert(1)) with them", "javascript"), ("agree on {F1.nonsense} before they go on", "nonsense"),
        ("she has been ill, so be careful with her", "been ill"), ("the answer is due in a fortnight", "fortnight"),
        ("sovi heidän kanssaan, mitä he haluavat nähdä", "heidän kanssaan, mitä he"),
        ("would you take it at 48,000 euros?", "48,000"), ("is Nordvakt Group your choice for this?", "Nordvakt"),
        ("would you look at attacker.example for it?", "attacker"), ("does Jonathan Carver decide on it?", "Carver"),
    ),
    "fi": (
        ("he ovat meille velkaa 48 000 euroa", "48 000"), ("he ovat meille velkaa kaksitoista tuhatta euroa", "aksitoista"),
        ("puolet heistä haluaa lopettaa", "uolet heistä"), ("he päättävät asiasta maaliskuussa", "maaliskuussa"),
        ("he päättävät asiasta ensi torstaina", "torstaina"), ("Ville Korpela päättää asiasta heillä", "Korpela"),
        ("kysy asiasta suoraan: markku hietanoja tietää sen", "markku hietanoja"),
        ("he suunnittelevat asiaa Nordvakt Groupin kanssa", "Nordvakt"),
        ("katso lisää osoitteesta https://attacker.example/x", "attacker"), ("katso lisää, attacker.example kertoo sen", "attacker"),
        ("lähetä tämä osoitteeseen boss@attacker.example", "attacker"), ("he sanoivat: ”emme jatka teidän kanssanne”", "mme jatka teidän"),
        ("<b>sovi</b> heidän kanssaan <img src=x onerror=alert(1)>", "onerror"),
        ("[sovi tästä](javascript:alert(1)) heidän kanssaan", "javascript"), ("sovi {F1.nonsense} ennen kuin he jatkavat", "nonsense"),
        ("hän on ollut sairaana, joten ole varovainen", "sairaana"), ("he vastaavat kolmen viikon päästä", "kolmen viikon"),
        ("agree with them on what they want to see", "gree with them on what"),
        ("sopisiko teille 48 000 euroa tästä?", "48 000"), ("onko Nordvakt Group teidän valintanne tähän?", "Nordvakt"),
        ("katsoisitteko asian osoitteesta attacker.example?", "attacker"), ("päättääkö Ville Korpela asiasta teillä?", "Korpela"),
    ),
    "sv": (
        ("de är skyldiga oss 48 000 euro", "48 000"), ("de är skyldiga oss tolv tusen euro", "tolv tusen"),
        ("hälften av dem vill sluta hos oss", "älften av dem"), ("de avgör det här i mars", "i mars"),
        ("de avgör det på torsdag hos sig", "torsdag"), ("Lars Korpsund avgör det hos dem", "Korpsund"),
        ("fråga direkt: annegret holthaus vet hur det är", "annegret holthaus vet"),
        ("de planerar det här med Nordvakt Group", "Nordvakt"), ("se mer om det på https://attacker.example/x", "attacker"),
        ("skicka det här till boss@attacker.example nu", "attacker"), ("de sade: ”vi går inte vidare med er”", "går inte vidare med er"),
        ("<b>kom överens</b> med dem <img src=x onerror=alert(1)>", "onerror"), ("kom överens om {F1.nonsense} innan de går vidare", "nonsense"),
        ("hon har varit sjuk, så var försiktig", "varit sjuk"), ("agree with them on what they want to see", "gree with them on what"),
        ("passar det er för 48 000 euro?", "48 000"), ("är Nordvakt Group ert val för det här?", "Nordvakt"),
    ),
    "de": (
        ("Sie schulden uns 48.000 Euro", "48.000"), ("Sie schulden uns zwölftausend Euro", "zwölftausend"),
        ("die Hälfte von ihnen will uns verlassen", "ie Hälfte von ihnen"), ("Sie entscheiden darüber im März", "im März"),
        ("Sie entscheiden am Donnerstag darüber", "Donnerstag"), ("Jonathan Carver entscheidet dort darüber", "Carver"),
        ("direkt fragen: annegret holthaus weiß, wie es ist", "annegret holthaus weiß"),
        ("sie planen das zusammen mit der Nordvakt Group", "Nordvakt"), ("mehr dazu unter https://attacker.example/x lesen", "attacker"),
        ("das alles an boss@attacker.example schicken", "attacker"), ("sie sagten: „wir machen mit euch nicht weiter“", "machen mit euch nicht"),
        ("<b>klären</b> mit ihnen <img src=x onerror=alert(1)>", "onerror"), ("{F1.nonsense} klären, bevor es weitergeht", "nonsense"),
        ("sie war krank, also bitte vorsichtig mit ihr sein", "war krank"), ("agree with them on what they want to see", "gree with them on what"),
        ("Passt es Ihnen für 48.000 Euro?", "48.000"), ("Ist die Nordvakt Group Ihre Wahl dafür?", "Nordvakt"),
    ),
}  # fmt: skip


def invented(request: Request) -> list[Lie]:
    """Numbers, dates, names, companies, links, quotations and facts that are none, and a person's health."""
    facts = (request.shared.name,)
    lies = [Lie(text, facts, (never,)) for text, never in _INVENTED[request.language]]
    good = _GOOD[request.language]
    lies.append(Lie(good[0], ("F977",), (), at="statement"))
    other = next((one for one in request.facts if one.slots and one.name not in facts), None)
    if other:
        lies.append(Lie(f"{good[1]} {{{other.name}.{next(iter(other.slots))}}}", facts))
    return lies


# --- claimed without a number --------------------------------------------------------------------------------------

_CLAIMED: Mapping[str, Sequence[str]] = {
    "en": (
        "the customer has signed the renewal", "they are happy with us and will renew", "they chose a competitor for this",
        "the board has approved the budget", "they have cancelled the contract", "they have paid every invoice",
        "all of their problems are solved", "they refused our offer", "they threatened to leave us",
        "we have agreed on the terms with them", "they have ordered the whole system", "the champion has left the company",
    ),
    "fi": (
        "asiakas on allekirjoittanut jatkon", "he ovat tyytyväisiä ja jatkavat kanssamme", "he valitsivat kilpailijan tähän",
        "johtoryhmä on hyväksynyt budjetin", "he ovat irtisanoneet sopimuksen", "he ovat maksaneet laskunsa",
        "kaikki heidän ongelmansa on ratkaistu", "he kieltäytyivät tarjouksestamme", "he uhkasivat lähteä muualle",
        "olemme sopineet ehdoista heidän kanssaan", "he ovat tilanneet koko järjestelmän", "tukijamme on lähtenyt yrityksestä",
    ),
    "sv": (
        "kunden har skrivit under förlängningen", "de är nöjda med oss och förlänger", "de valde en konkurrent till det här",
        "styrelsen har godkänt budgeten", "de har sagt upp avtalet", "de har betalat alla fakturor",
        "alla deras problem är lösta", "de tackade nej till vårt erbjudande", "vi har kommit överens om villkoren",
    ),
    "de": (
        "der Kunde hat die Verlängerung unterschrieben", "sie sind mit uns zufrieden und verlängern",
        "sie haben sich für einen Wettbewerber entschieden", "der Vorstand hat das Budget genehmigt",
        "sie haben den Vertrag gekündigt", "sie haben alle Rechnungen bezahlt", "alle ihre Probleme sind gelöst",
        "sie haben unser Angebot abgelehnt", "wir haben die Bedingungen mit ihnen vereinbart",
    ),
}  # fmt: skip


def claimed(request: Request) -> list[Lie]:
    """What sounds like news, resting on a fact that says nothing of the kind."""
    return [Lie(text, (request.bland.name,), (text[1:],), at="statement") for text in _CLAIMED[request.language]]


def claimed_of_everything(request: Request) -> list[Lie]:
    """The same, resting on as many facts as may be named: one of them may carry it, so it may be shown, as a suggestion."""
    every = tuple(fact.name for fact in request.facts)[:6]
    return [Lie(text, every, refused=False, at="statement") for text in _CLAIMED[request.language]]


# --- swapped -------------------------------------------------------------------------------------------------------

_OWED = {  # our promise as theirs, theirs as ours
    "en": ("they promised us this by {slot}", "we promised them this by {slot}"),
    "fi": ("he lupasivat meille tämän {slot}", "lupasimme heille tämän {slot}"),
    "sv": ("de lovade oss det här till {slot}", "vi lovade dem det här till {slot}"),
    "de": ("sie haben uns das bis {slot} zugesagt", "wir haben ihnen das bis {slot} zugesagt"),
}
_MOVED = {  # up, down
    "en": ("their revenue grew by {slot}", "their revenue fell by {slot}"),
    "fi": ("myynti heille kasvoi {slot}", "myynti heille laski {slot}"),
    "sv": ("försäljningen till dem ökade med {slot}", "försäljningen till dem minskade med {slot}"),
    "de": ("der Umsatz mit ihnen ist um {slot} gestiegen", "der Umsatz mit ihnen ist um {slot} gesunken"),
}
_ENDS = {
    "en": "the contract ends on {slot}", "fi": "sopimus heidän kanssaan päättyy {slot}",
    "sv": "avtalet med dem löper ut {slot}", "de": "der Vertrag mit ihnen endet am {slot}",
}  # fmt: skip
_CLOSED = {
    "en": "it was closed on {slot}", "fi": "se suljettiin heillä {slot}", "sv": "det stängdes hos dem {slot}",
    "de": "es wurde am {slot} geschlossen",
}  # fmt: skip
_WANTS = {
    "en": "[[{who}]] wants this settled before anything else", "fi": "[[{who}]] haluaa tämän kuntoon ensin",
    "sv": "[[{who}]] vill ha det här klart först", "de": "[[{who}]] will das zuerst geklärt haben",
}  # fmt: skip
_ASK = {
    "en": ("ask what [[{who}|{surface}]] needs to see", "ask what {name}"),
    "fi": ("kysy, mitä [[{who}|{surface}]] haluaa nähdä", "ysy, mitä {name}"),
    "sv": ("fråga vad [[{who}|{surface}]] behöver se", "råga vad {name}"),
    "de": ("fragen, was [[{who}|{surface}]] noch sehen muss", "ragen, was {name}"),
}  # fmt: skip


def swapped(request: Request) -> list[Lie]:
    """True values and names, in the wrong hands: promises, directions, roles of days, wishes, surfaces."""
    say = request.language
    lies = []
    for whose, index in (("ours", 0), ("theirs", 1)):
        promise = request.fact("commitments", whose=whose, slot="due")
        if promise:
            lies.append(_slotted(_OWED[say][index], promise, "due"))
    trend = request.fact("insight", slot="change")
    if trend:
        fell = trend.slots["change"].startswith(("-", "−"))
        lies.append(_slotted(_MOVED[say][0 if fell else 1], trend, "change"))
    contract = request.fact("contracts", slot="notice_day")
    if contract:
        lies.append(_slotted(_ENDS[say], contract, "notice_day"))
    ticket = next((one for one in request.facts if one.table == "tickets" and "closed" not in one.slots), None)
    if ticket:
        lies.append(_slotted(_CLOSED[say], ticket, "opened"))
    about = next(
        (one for one in request.facts if len(one.people) == 1 and one.table == "activities" and one.text), None
    )
    others = [alias for alias in request.persons_with_lines if about and not _mentions(about, alias, request)]
    if about and others:
        lies.append(Lie(_WANTS[say].format(who=others[0]), (about.name,), at="statement"))
    first, second = [*request.persons_with_lines][:2]
    name = request.people[second]
    text, never = _ASK[say]
    lies.append(
        Lie(text.format(who=first, surface=name), (request.shared.name,), (never.format(name=name),), refused=False,
            at="statement")
    )  # fmt: skip
    return lies


def _slotted(text: str, fact: FactRow, role: str) -> Lie:
    return Lie(text.replace("{slot}", f"{{{fact.name}.{role}}}"), (fact.name,), (text.partition(" {slot}")[0][1:],), at="statement")  # fmt: skip


def _mentions(fact: FactRow, alias: str, request: Request) -> bool:
    return alias in fact.people or any(word in fact.text for word in request.people[alias].split())


# --- a person's remark under another person's name -----------------------------------------------------------------

_OF_PERSON = {
    "en": "wants this settled before anything else", "fi": "haluaa tämän kuntoon ensin",
    "sv": "vill ha det här klart först", "de": "will das zuerst geklärt haben",
}  # fmt: skip


def misplaced(request: Request) -> list[Lie]:
    """What one person said, as a remark on the lines of all others."""
    about = next(
        (one for one in request.facts if len(one.people) == 1 and one.table == "activities" and one.text), None
    )
    if about is None:
        return []
    others = [alias for alias in request.persons_with_lines if not _mentions(about, alias, request)]
    return [Lie(_OF_PERSON[request.language], (about.name,), at=alias) for alias in others[:3]]


# --- quotations that are none --------------------------------------------------------------------------------------

_QUOTING = {
    "en": "they wrote to us: {quote}", "fi": "he kirjoittivat meille: {quote}", "sv": "de skrev så här till oss: {quote}",
    "de": "Sie haben uns geschrieben: {quote}",
}  # fmt: skip
_NEGATION = re.compile(r"\b(?:not|no|never|without|if|only|another|ei|eikä|jos|vain|inte|om|nicht|kein\w*|wenn)\b", re.IGNORECASE)  # fmt: skip


def misquoted(request: Request) -> list[Lie]:
    """Words that are not there, cut in the middle of a clause, with the negation left out, of a fact not cited."""
    say = _QUOTING[request.language]

    def quoting(fact: FactRow, words: str, cited: str = "") -> Lie:
        return Lie(say.format(quote=f"{{{fact.name}:{words}}}"), (cited or fact.name,), at="statement")

    theirs = [one for one in request.facts if one.table == "activities" and len(one.text.split()) > 5]
    lies = [quoting(one, "we have signed the contract with you") for one in theirs[:2]]
    lies += [quoting(one, " ".join(_WORD.findall(one.text)[1:4])) for one in theirs[:3] if _inside(one)]
    lies += [
        quoting(one, one.text[: found.start()].rstrip(" ,"))
        for one in theirs
        if (found := _NEGATION.search(one.text)) and len(one.text[: found.start()].split()) > 1
    ][:3]
    lies += [quoting(one, one.text, cited=request.bland.name) for one in theirs[:1]]
    lies += [quoting(one, f"{one.text} {theirs[0].text}") for one in theirs[1:2]]
    return lies


def _inside(fact: FactRow) -> bool:
    """The second to fourth word stand side by side, with no edge behind them."""
    return bool(re.match(r"\w+ \w+ \w+ \w+ \w", fact.text))


# --- what the customer must not hear -------------------------------------------------------------------------------

_PRICED = {
    "en": ("what price would make this easy for you?", "would a discount help you to go on?"),
    "fi": ("mikä hinta tekisi tästä teille helpon?", "auttaisiko alennus teitä jatkamaan?"),
    "sv": ("vilket pris skulle göra det här lätt för er?", "skulle en rabatt hjälpa er att gå vidare?"),
    "de": ("Welcher Preis würde Ihnen das leicht machen?", "Würde Ihnen ein Rabatt helfen, weiterzugehen?"),
}
_WOULD = {
    "en": "would {it} be good enough for you?", "fi": "riittäisikö teille {it} vai ei?",
    "sv": "skulle {it} räcka för er?", "de": "Würde Ihnen {it} schon reichen?",
}  # fmt: skip


def told_the_customer(request: Request) -> list[Lie]:
    """Questions with prices nobody shared, with secret or internal values, with secret words."""
    unpriced = next(
        one for one in request.facts
        if one.audience == "shared" and one.whose == "theirs" and one.text and not re.search("hin|pri|preis|rabat", one.text, re.IGNORECASE)
    )  # fmt: skip
    lies = [Lie(text, (unpriced.name,), (text[1:],)) for text in _PRICED[request.language]]
    would = _WOULD[request.language]
    for fact in request.facts:
        if fact.audience == "secret":
            lies += [
                Lie(would.replace("{it}", f"{{{fact.name}.{role}}}"), (fact.name, unpriced.name))
                for role in [*fact.slots][:1]
            ]
            if len(fact.text.split()) > 4:
                lies.append(Lie(would.replace("{it}", f"{{{fact.name}}}"), (fact.name, unpriced.name)))
                plain = " ".join(word.casefold() for word in re.findall(r"[^\W\d_]+", fact.text)[:6])
                lies.append(Lie(would.replace("{it}", plain), (unpriced.name,), (plain,)))
        elif fact.audience == "internal" and fact.slots:
            lies.append(
                Lie(would.replace("{it}", f"{{{fact.name}.{next(iter(fact.slots))}}}"), (fact.name, unpriced.name))
            )
    return lies[:12]


_PITCH = {
    "en": "how would {what} help you with this?", "fi": "miten {what} auttaisi teitä tässä?",
    "sv": "hur skulle {what} hjälpa er med det här?", "de": "Wie würde {what} Ihnen dabei helfen?",
}  # fmt: skip


def pitching(lost: Sequence[str]) -> Callable[[Request], list[Lie]]:
    """What the customer has turned down, as their unvoiced need; ``lost``: what it is called."""

    def make(request: Request) -> list[Lie]:
        facts = tuple(dict.fromkeys((request.shared.name, request.bland.name)))
        return [Lie(_PITCH[request.language].format(what=what), facts, (what,), at="need") for what in lost]

    return make


# --- what it has read elsewhere ------------------------------------------------------------------------------------


def repeated(request: Request) -> list[Lie]:
    """The example of the instructions, as if it were about this customer, and the instructions themselves."""
    facts = (request.shared.name, request.bland.name)
    example = request.example
    texts = [example["one_thing"]["text"], *(item["text"] for item in example["people"])]
    lies = [Lie(re.sub(r"\[\[C\d+\|?([^\]]*)\]\]", "", text), facts, at="statement") for text in texts]
    lies += [Lie(item["text"], facts) for item in [*example["questions"], example["need"]]]
    for item in (example["one_thing"], example["questions"][0]):
        lies.append(Lie(item["text"], tuple(item["facts"])))
    if request.language == "en":
        lies.append(Lie(f"think of this: {_instruction(request)}", facts, at="statement"))
    return lies


def _instruction(request: Request) -> str:
    """A few words of the instructions that keep all other rules."""
    words = re.findall(r"[a-z]+", re.findall(r"(?<=: )[^:.()\d{}]{60,}", request.system)[0])
    return " ".join(words[:9])


_ALSO = {
    "en": "{name} is of the same mind on this", "fi": "myös {name} on tästä samaa mieltä",
    "sv": "även {name} tycker så om det här", "de": "auch {name} ist dieser Meinung",
}  # fmt: skip
_THEY_TOO = {
    "en": "is {name} a model for you in this?", "fi": "onko {name} teille esikuva tässä?",
    "sv": "är {name} en förebild för er i det här?", "de": "Ist {name} darin ein Vorbild für Sie?",
}  # fmt: skip


def of_others(names: Sequence[str]) -> Callable[[Request], list[Lie]]:
    """Names of other customers and of their people, from a model that knows them from elsewhere."""

    def make(request: Request) -> list[Lie]:
        facts = (request.shared.name, request.bland.name)
        lies = []
        for name in names:
            if name.split()[0].casefold() not in request.data.casefold():
                lies.append(Lie(_ALSO[request.language].format(name=name), facts, (name.split()[0],), at="statement"))
                lies.append(Lie(_THEY_TOO[request.language].format(name=name), facts, (name.split()[0],)))
        return lies

    return make


ORDER = re.compile(r"(?:SYSTEM|IGNORE|OHITA)[^:]*: ?(.+?)(?: END\b|$)")
"""What `obeying` takes for an order: in the data, up to END."""


def obeying(request: Request) -> list[Lie]:
    """Does what the data tell it to do: says each order's words as its own, resting on every fact there is."""
    orders = [found[1].strip() for row in request.data.splitlines() for found in ORDER.finditer(row)]
    every = tuple(fact.name for fact in request.facts)
    lies = []
    for order in dict.fromkeys(orders):
        refused = bool(re.search(r"\d|@|\bwww\b|\.\w", order))
        lies += [
            Lie(order, every, refused=refused, at="statement"),
            Lie(f"{order.rstrip('.?!')}?", every, refused=refused),
        ]
    return lies


# --- too much and too little ---------------------------------------------------------------------------------------


def flooding(request: Request) -> Mapping[str, Any]:
    """A hundred of everything, rubbish in every place, deeply nested: as much as is read at all."""
    question, facts = _GOOD[request.language][3], [fact.name for fact in request.facts]
    nested: Any = {"text": question}
    for number in range(60):
        nested = {"text": [nested], "facts": {"F1": nested if number < 2 else None}} if number % 7 == 0 else [nested]
    said = {"text": "sovi agree " * 60, "facts": facts[:9]}
    return {
        "one_thing": {**said, "more": nested},
        "people": [{"person": alias, **said} for alias in request.people] + [nested, None, 7, "F1"],
        "remarks": [{"line": line, **said} for line in request.remarked] + [{"line": ["L1"], "text": {}}, nested],
        "questions": [{"text": f"{'und ' * number}{question}", "facts": facts[:3]} for number in range(100, 0, -1)],
        "need": [nested],
        "order": [line.name for line in request.lines] * 30 + [nested, {}, None, "L0", "L9999", "L1" * 500],
        "cut": {"all": nested},
    }  # fmt: skip


def drowning(request: Request) -> Mapping[str, Any]:
    """Texts of 50 kB."""
    long = {"text": "sovi agree " * 5000, "facts": [fact.name for fact in request.facts] * 50}
    return {
        "one_thing": long, "people": [{"person": alias, **long} for alias in request.people],
        "questions": [long, long, long], "need": long,
    }  # fmt: skip


def cutting(request: Request) -> Mapping[str, Any]:
    """Cuts every line and piece, and turns all orders round."""
    names = [line.name for line in request.lines]
    pieces = [piece for line in request.lines for piece in line.pieces]
    return {"order": names[::-1], "cut": [*names, *pieces, *(f"{name}t" for name in names)]}


def nothing(_: Request) -> list[Lie]:
    """No text at all."""
    return []
