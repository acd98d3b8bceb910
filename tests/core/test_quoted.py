"""A person's own words in a mail, whatever their program puts around them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kambrief.core.quoted import own_words
from kambrief.core.reply import suggested

BRIEF = """[Brief] 9.00 Havulinna – Kuorimon tilanne

Tärkeintä
Juurisyyraportti: 10 päivää myöhässä (luvattu 25.9.).

Lupaukset
- Me: Juurisyyraportti (Ville Nurmela), luvattu 25.9., 10 päivää myöhässä
- Asiakas: Lista kriittisistä laitteista (Petri Vuolle), luvattu 30.9.
Kaikki valmiit, 1 ja 2 lähetetty, all done.

Kysy
Valmis"""
QUOTED = "\n".join(f"> {line}" for line in BRIEF.split("\n"))
HTML = BRIEF.replace("- Me: ", "• Me: ").replace("\n\n", "\n")

STYLES = {
    "gmail fi": "{}\n\nti 6. lokak. 2026 klo 8.00 Kambrief (<briefs@kuura.example>) kirjoitti:\n\n" + QUOTED,
    "gmail en, broken line": "{}\n\nOn Tue, 6 Oct 2026 at 08:00, Kambrief <briefs@kuura.example>\nwrote:\n\n" + QUOTED,
    "gmail sv": "{}\n\nDen tis 6 okt. 2026 kl 08:00 skrev Kambrief <briefs@kuura.example>:\n\n" + QUOTED,
    "gmail de": "{}\n\nAm Di., 6. Okt. 2026 um 08:00 Uhr schrieb Kambrief <briefs@kuura.example>:\n\n" + QUOTED,
    "iphone fi": "{}\n\nLähetetty iPhonesta\n\nKambrief <briefs@kuura.example> kirjoitti 6.10.2026 kello 8.00:\n\n"
    + QUOTED,
    "iphone sv": "{}\n\nSkickat från min iPhone\n\n6 okt. 2026 kl. 08:00 skrev Kambrief <briefs@kuura.example>:\n\n"
    + QUOTED,
    "iphone de": "{}\n\nVon meinem iPhone gesendet\n\n> Am 06.10.2026 um 08:00 schrieb Kambrief <briefs@kuura.example>:\n"
    + QUOTED,
    "outlook fi": "{}\n\nLähettäjä: Kambrief <briefs@kuura.example>\nLähetetty: tiistai 6. lokakuuta 2026 8.00\n"
    "Vastaanottaja: Elina Saarikko\nAihe: [Brief] 9.00 Havulinna\n\n" + HTML,
    "outlook fi, rule": "{}\n\n________________________________\nLähettäjä: Kambrief\nLähetetty: tiistai 6. lokakuuta 2026\nAihe: x\n\n"
    + HTML,
    "outlook en": "{}\n\nFrom: Kambrief <briefs@kuura.example>\nSent: Tuesday, 6 October 2026 08:00\nTo: Elina\nSubject: [Brief]\n\n"
    + HTML,
    "outlook sv": "{}\n\nFrån: Kambrief\nSkickat: den 6 oktober 2026 08:00\nTill: Elina\nÄmne: [Brief]\n\n" + HTML,
    "outlook de": "{}\n\nVon: Kambrief\nGesendet: Dienstag, 6. Oktober 2026 08:00\nAn: Elina\nBetreff: [Brief]\n\n"
    + HTML,
    "outlook phone, stars": "{}\n\nHanki Outlook for Android\n\n*From:* Kambrief <briefs@kuura.example>\n*Sent:* Tuesday\n*Subject:* x\n"
    + HTML,
    "samsung": "{}\n\nLähetetty Samsung-puhelimesta\n\n-------- Alkuperäinen viesti --------\nLähettäjä: Kambrief\n"
    + HTML,
    "original message": "{}\n\n-----Ursprüngliche Nachricht-----\n" + HTML,
    "thunderbird fi": "{}\n\n\nKambrief kirjoitti 6.10.2026 klo 8.00:\n" + QUOTED,
    "thunderbird, below": "Kambrief kirjoitti 6.10.2026 klo 8.00:\n" + QUOTED + "\n\n{}\n",
    "in another language": "{}\n\nLe mar. 6 oct. 2026 à 08:00, Kambrief <briefs@kuura.example> a écrit :\n\n" + QUOTED,
    "no mark at all": "{}\n\n" + BRIEF,
    "no mark, page": "{}\n" + HTML,
    "quoted deeper": "{}\n\n" + "\n".join(f">> {line}" for line in BRIEF.split("\n")),
}
ANSWERS = [
    "valmis",
    "done 2",
    "1 ja 3 valmis",
    "Thanks, done 2",
    "raportti lähetetty",
    "Hei,\n\nlähetin sen eilen.",
    "klart, tack",
    "Erledigt.",
]


@pytest.mark.parametrize("style", STYLES)
def test_of_an_answer_the_answer_is_left(style: str) -> None:
    for answer in ANSWERS:
        assert own_words(STYLES[style].replace("{}", answer), BRIEF) == answer


@pytest.mark.parametrize("style", [name for name in STYLES if not name.startswith("no mark")])
def test_marks_suffice_where_the_answered_mail_is_not_known(style: str) -> None:
    assert own_words(STYLES[style].replace("{}", "valmis")) == "valmis"


WORDS = st.lists(
    st.sampled_from(["kuu", "meri", "talo", "piha", "lumi", "sade", "tuuli", "auto", "polku", "silta"]),
    min_size=1,
    max_size=12,
)


@given(words=WORDS, style=st.sampled_from([*STYLES]), windows=st.booleans(), spaced=st.booleans())
def test_no_word_of_our_mail_counts_as_the_managers(
    words: list[str], style: str, *, windows: bool, spaced: bool
) -> None:
    answer = " ".join(words)
    text = STYLES[style].replace("{}", answer)
    if windows:
        text = text.replace("\n", "\r\n")
    if spaced:
        text = text.replace(" ", "\u00a0").replace("e", "e\u200b")
    assert own_words(text, BRIEF).split() == words


@pytest.mark.parametrize(
    "below",
    ["Ystävällisin terveisin\nElina Saarikko\n+358 40 123", "Terv. Elina", "-- \nElina Saarikko\nKuura Oy", "Best regards,\nOtto",
     "Mvh\nAnna", "Mit freundlichen Grüßen\nJonas Wiebe", "Sent from my iPhone", "Hämta Outlook för iOS", "t. Elina"],
)  # fmt: skip
def test_the_signature_is_no_word(below: str) -> None:
    assert own_words(f"raportti lähetetty\n\n{below}") == "raportti lähetetty"


def test_an_answer_in_between_is_kept_and_the_lines_around_it_are_not() -> None:
    text = "ti 6.10.2026 klo 8.00 Kambrief kirjoitti:\n> - Me: Juurisyyraportti\n\nvalmis\n\n> - Asiakas: Lista\n\nei vielä"
    assert own_words(text, BRIEF).split("\n\n") == ["valmis", "ei vielä"]


def test_notes_with_dates_and_names_stay_whole() -> None:
    notes = (
        "Petri kirjoitti listan valmiiksi.\nSovittiin: tarjous ti 13.10.\nTo do: kutsu\n- kolme toimittajaa vertailussa"
    )
    assert own_words(notes, BRIEF) == notes


def test_what_is_hostile_ends_in_time() -> None:
    for text in ("On " * 20_000, "From: " * 20_000, "> \n" * 20_000, "kirjoitti " * 20_000 + ":", "a" * 200_000):
        assert len(own_words(text)) <= 40_000


def test_what_the_mail_suggested_is_an_answer_all_the_same() -> None:
    mail = "Luvattu pe 9.10.\n\nJos päivä siirtyy, vastaa ”siirrä 1 16.10.”. Kun valmis, vastaa ”valmis 1”."
    assert suggested(mail) == ("siirrä 1 16.10.", "valmis 1")
    for text in ("siirrä 1 16.10.", f"Hei,\n\nsiirrä 1 16.10.\n\n{mail}"):
        assert own_words(text, mail, suggested(mail)).endswith("siirrä 1 16.10.")
    assert own_words(f"ei vielä\n\n{mail}\nsiirrä 1 16.10.", mail, suggested(mail)) == "ei vielä"
