"""English."""

import re

from kambrief.core.reading_words.tongue import Tongue, whole, within, words

_UNIT = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
_TEN = "(?:twen|thir|for|fif|six|seven|eigh|nine)ty"
_SCALE = "hundred|thousand|million|billion|trillion"

ENGLISH = Tongue(
    small=words(
        "a an the and or but if so as at by for from in into of off on onto out over than then that this these those "
        "to up with without what which who whom whose when where why how is are was were be been being am do does did "
        "has have had having can could may might must shall should will would not no nor yet it its he him his she "
        "her they them their we us our you your i me my there here about after again against all also any because "
        "before between both down during each few first just like make more most much need next now only other own "
        "same some still such too under until very while let lead ask since given whether once even get give keep say "
        "want open start ours yours theirs nobody nothing somebody something anybody anyone anything everyone "
        "everything several many across behind beyond toward towards through within rather instead unless although "
        "though however see seem seems come goes go take takes makes needs wants asks don doesn isn aren won t s ll "
        "re ve d"
    ),
    number=whole(
        f"(?:(?:{_TEN})?(?:{_UNIT})|{_TEN})(?:s|th|ths|fold)?",
        f"(?:{_SCALE})(?:s|th|ths)?",
        "zero|nil|nought|second|third|thirds|fifths?|eighths?|ninths?|twelfths?|(?:twent|thirt|fort|fift|sixt|sevent|eight|"
        "ninet)ieths?|half|halves|halved?|halving|twice|thrice|doubl(?:e|es|ed|ing)|tripl(?:e|es|ed|ing)|quadrupl\\w+|"
        "dozens?|percent|percentages?|percents|cent|cents",
    ),
    calendar=whole(
        "(?:mon|tues|wednes|thurs|fri|satur|sun)days?",
        "january|february|april|june|july|august|september|october|november|december",
        "tomorrow|yesterday|fortnights?|midnight|noon",
    ),
    phrases=re.compile(
        r"\b(?:in|by|of|on|until|till|since|before|after|during|last|next|early|late|mid|this) (?:May|March)\b"
        r"|\ba quarter of\b|\bquarters of\b|\bper cent\b"
    ),
    harmless=within(
        "no one",
        "one another",
        "one on one",
        "(?:every|each|any|which|this|that|right|new|old|other|another|same|only|last|next|good|better|real|open) one",
        r"the (?:first )?one(?= (?:who|that|which|to|they|we|you|thing)\b|\s*[,.;:?]|\s*$)",
        "ones",
        "one (?:of (?:the|their|your|our|its|his|her|those|these|them|you|us)|by one|who|whom|whose|day|way or "
        "(?:the other|another))",
        "one-?sided",
        "second (?:thoughts?|guess\\w*|opinion|look|nature|hand)",
        "second-(?:guess\\w*|hand)",
        "third[ -]part(?:y|ies)",
        "half[ -](?:hearted(?:ly)?|finished|done|way|baked)",
        "double[ -](?:check\\w*|edged)",
    ),
    endings=whole("\\w{3,}(?:ly|ness|(?<!n)ing|ould|ought)"),
    opening=words(
        "agree bring name settle decide confirm check offer show promise explain close clear find focus hold leave "
        "listen mention move own pick point prepare put raise repair resolve set suggest talk tell test thank think "
        "try use wait walk watch win work acknowledge address apologise begin build call connect end expect help "
        "learn look perhaps maybe probably possibly despite though although unless nobody everyone everything nothing "
        "something trust time price quality delivery patience renewal"
    ),
)
