"""English, and what is read as English because its language is not known."""

# ruff: noqa: SIM905 -- lists of words read best as a line of words

from decimal import Decimal

from kambrief.core.spoken.tongue import Clock, Part, Rule, Tongue

_UNITS = "one two three four five six seven eight nine".split()
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_UNIT_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth".split()
_TEEN_ORDINALS = (
    "tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth".split()
)


def _parts() -> dict[str, Part]:
    found = {word: Part("unit", value) for value, word in enumerate(_UNITS, 1)}
    found |= {word: Part("ten", value) for value, word in enumerate(_TEENS, 10)}
    found |= {word: Part("tens", value * 10) for value, word in enumerate(_TENS, 2)}
    found |= {word: Part("unit", value, ordinal=True) for value, word in enumerate(_UNIT_ORDINALS, 1)}
    found |= {word: Part("ten", value, ordinal=True) for value, word in enumerate(_TEEN_ORDINALS, 10)}
    found |= {f"{word[:-1]}ieth": Part("tens", value * 10, ordinal=True) for value, word in enumerate(_TENS, 2)}
    return found | {
        "zero": Part("ten", 0), "fourty": Part("tens", 40), "hundred": Part("hundred", 100),
        "thousand": Part("scale", 1000), "million": Part("scale", 10**6), "billion": Part("scale", 10**9),
    }  # fmt: skip


_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip

_RULES = (
    Rule("iso", "{iso}"),
    Rule("slash", "{slash}"),
    Rule("date", "the? {ord} of|, {mon} ,? {year}?"),
    Rule("date", "the? {ord} {mon} ,? {year}?"),
    Rule("date", "the? {ord} day of {mon} ,? {year}?"),
    Rule("date", "{card} {mon} ,? {year}?"),
    Rule("date", "the? {dom} -|–|—|to|till|until|through|thru|and the? {dom2} of? {mon} ,? {year}?"),
    Rule("date", "{mon} the? {dom} -|–|—|to|till|until|through|thru the? {dom2} ,? {year}?"),
    Rule("date", "{mon} the? {dom} ,? {year}?"),
    Rule("ordinal", "the {ord}", which="the"),
    Rule("ordinal", "{ord}"),
    Rule("weekday", "{wd}"),
    Rule("weekday", "next {wd}", which="next"),
    Rule("weekday", "last|past|previous {wd}", which="last"),
    Rule("weekday", "this past|last {wd}", which="last"),
    Rule("weekday", "this|coming|upcoming coming? {wd}"),
    Rule("weekday", "{wd} week", which="week"),
    Rule("weekday", "{wd} fortnight", 2, "week"),
    Rule("weekday", "a|one week on|from|after? this|next|coming? {wd}", which="week"),
    Rule("weekday", "{num} weeks on|from {wd}", which="weeks"),
    Rule("week", "next week|week's", 1),
    Rule("week", "the coming|following week", 1),
    Rule("week", "this week|week's"),
    Rule("week", "last|previous week|week's", -1),
    Rule("week", "the week after next", 2),
    Rule("week", "the? end|close of next week", 1),
    Rule("week", "late|later next week", 1),
    Rule("week", "the? start|beginning of next week", 1, "early"),
    Rule("week", "early|earlier next week", 1, "early"),
    Rule("week", "the? middle of next week", 1, "mid"),
    Rule("week", "mid -? next week", 1, "mid"),
    Rule("week", "the? end|close of the|this? week"),
    Rule("week", "later this week"),
    Rule("week", "calendar? week|wk number? {wk}"),
    Rule("weekof", "the? week of|commencing|beginning|starting on?"),
    Rule("day", "today|tonight"),
    Rule("day", "this afternoon|evening|morning"),
    Rule("day", "the? end|close of the|this? day|business|play", which="eod"),
    Rule("day", "later today"),
    Rule("day", "eod|cob", which="eod"),
    Rule("day", "tomorrow|tomorrow's morning|afternoon|evening|night?", 1),
    Rule("day", "the? day after tomorrow", 2),
    Rule("day", "yesterday|yesterday's morning|afternoon|evening?", -1),
    Rule("day", "last night|evening", -1),
    Rule("day", "the? day before yesterday", -2),
    Rule("in", "in|within {num} {unit} time|from? now?"),
    Rule("in", "in|within {num} {unit} ' time"),
    Rule("in", "{num} {unit} from now|today"),
    Rule("in", "a|one week today", 7),
    Rule("in", "a|one fortnight today", 14),
    Rule("in", "{num} {unit} today"),
    Rule("in", "in|within a couple of {unit}", 2, "about"),
    Rule("in", "in|within a? couple of? {unit}", 2, "about"),
    Rule("in", "in|within the next {num} {unit}"),
    Rule("vague", "in|within a few {unit}"),
    Rule("vague", "in the coming|next few? {unit}"),
    Rule("vague", "in|over|during the coming|next few? {unit}"),
    Rule("ago", "{num} {unit} ago"),
    Rule("ago", "a couple of {unit} ago", 2),
    Rule("ago", "a few {unit} ago", 3),
    Rule("monthend", "the? end of the|this month"),
    Rule("monthend", "end of month"),
    Rule("monthend", "month -? end"),
    Rule("monthend", "the? end of next month", 1),
    Rule("monthend", "the? last day of the|this month"),
    Rule("monthend", "the? end|last of day? of? {mon} {year}?"),
    Rule("yearend", "the? end of the|this? year"),
    Rule("yearend", "the? end of next year", 1),
    Rule("yearend", "year -? end"),
    Rule("yearend", "new year's eve"),
    Rule("quarterend", "the? end of the|this? quarter"),
    Rule("quarterend", "quarter -? end"),
    *(Rule("quarterend", f"the? end of q{number}", number) for number in range(1, 5)),
    Rule("vague", "next|this month|quarter|year|spring|summer|autumn|fall|winter"),
    Rule("vague", "later this month|quarter|year"),
    Rule("vague", "the? beginning|start|middle|course of the|next|this? month|year|quarter"),
    Rule("vague", "early|mid|late|end -? {mon}"),
    Rule("vague", "the? beginning|start|middle|first half|course of {mon}"),
    Rule("vague", "in|during|by|before|until|sometime|some in? {mon}"),
    Rule("vague", "in the spring|summer|autumn|fall|winter"),
    Rule("vague", "soon|shortly|asap|eventually|sometime|someday"),
    Rule("vague", "as soon as possible"),
    Rule("vague", "later on"),
    Rule("vague", "at some point"),
    Rule("vague", "one of these days"),
    Rule("vague", "after|before the|our|your|my next? board|meeting|holidays|vacation|summer|audit|committee|christmas|easter meeting?"),  # noqa: E501
    Rule("vague", "after|before christmas|easter"),
)  # fmt: skip

TONGUE = Tongue(
    code="en",
    parts=_parts(),
    values={"dozen": Decimal(12)},
    halves=(("and", "a", "half"), ("and", "half")),
    half_of=(("half", "a"), ("half", "an"), ("half",), ("a", "half")),
    points=frozenset({"point"}),
    joiners=frozenset({"and"}),
    articles=frozenset({"a", "an", "one"}),
    ratio=(("of",), ("out", "of"), ("of", "the"), ("out", "of", "the")),
    weekdays={
        **{day: (number, False) for number, day in enumerate(_DAYS)},
        **{f"{day}'s": (number, False) for number, day in enumerate(_DAYS)},
    },
    weekdays_short={
        "mon": 0, "tue": 1, "tues": 1, "wed": 2, "weds": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4,
        "sat": 5, "sun": 6,
    },
    months={
        **{name: number for number, name in enumerate(_MONTHS, 1)},
        **{name[:3]: number for number, name in enumerate(_MONTHS, 1)},
        "sept": 9,
    },
    units={
        **dict.fromkeys(("day", "days", "day's", "days'"), "day"),
        **dict.fromkeys(("week", "weeks", "week's", "weeks'"), "week"),
        **dict.fromkeys(("month", "months", "month's", "months'"), "month"),
        **dict.fromkeys(("year", "years", "year's", "years'"), "year"),
        **dict.fromkeys(("fortnight", "fortnights", "fortnight's"), "fortnight"),
        **dict.fromkeys(("workday", "workdays", "weekdays"), "workday"),
    },
    rules=_RULES,
    leading=frozenset(
        "on by until till before from latest the no later than".split()
    ),
    strong=frozenset({"on", "by", "until", "till", "before", "from", "this", "than", "coming", "for"}),
    trailing=frozenset({"morning", "afternoon", "evening", "latest"}),
    later=(("after",), ("not", "before")),
    since=frozenset({"since"}),
    joints=frozenset(", the on of in so i mean that's that is which which's ( - – a".split()),
    to=frozenset({"-", "–", "—", "to", "till", "until", "through", "thru"}),
    every=frozenset({"every", "each"}),
    plain=frozenset(
        "is was would will should could can and or but so if i i'm i'll i'd i've we we're we'll we'd we've you you'll "
        "you're he she it it's they at in on for to then that then's with by until because as works work suits sounds "
        "uh um okay ok good fine great perfect please right yes no not from through till maybe latest when while after "
        "before "
        "also too again already morning afternoon evening same let let's thank thanks are am do does my our your "
        "does had has have get got did done this there there's just".split()
    ),
    things=frozenset(
        "century percentile floor anniversary time edition birthday place item street avenue amendment one".split()
    ),
    article_needed=frozenset(),
    ordinal_marks=frozenset({"st", "nd", "rd", "th"}),
    measures={
        **dict.fromkeys(("percent", "percents", "pct"), "%"),
        **dict.fromkeys(("euro", "euros", "eur"), "EUR"),
        **dict.fromkeys(("dollar", "dollars", "bucks", "usd"), "USD"),
        **dict.fromkeys(("pounds", "gbp", "quid"), "GBP"),
        **dict.fromkeys(("kronor", "krona", "sek"), "SEK"),
        **dict.fromkeys(("nok",), "NOK"), **dict.fromkeys(("dkk",), "DKK"),
        **dict.fromkeys(("francs", "chf"), "CHF"),
        **dict.fromkeys(("hour", "hours", "hour's", "hours'", "hrs", "hr", "h"), "h"),
        **dict.fromkeys(("minute", "minutes", "min", "mins"), "min"),
    },
    clock=Clock(
        before=frozenset(),
        before_weak=frozenset({"at"}),
        after=frozenset({"o'clock", "oclock"}),
        half_past=frozenset({"half"}),
        quarter=frozenset({"quarter"}),
        to=frozenset({"to", "before", "till"}),
        past=frozenset({"past", "after"}),
        minutes=frozenset({"minutes"}),
        morning=(("in", "the", "morning"), ("a", ".", "m"), ("am",), ("a.m",)),
        afternoon=(
            ("in", "the", "afternoon"), ("in", "the", "evening"), ("at", "night"), ("p", ".", "m"), ("pm",), ("p.m",),
        ),
        named={"noon": 12, "midday": 12, "midnight": 0},
        place=frozenset({"time"}),
    ),
    dotted=False,
    thousands=",",
    decimal=".",
    percent="%",
)  # fmt: skip
