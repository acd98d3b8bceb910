"""English: how an act is taken on, asked for, given a day."""

from kambrief.core.promising.tongue import Tongue, any_of, pattern, starting, verbs, whole

_VERBS = verbs("""
give: send send_over get_over ping pop_over send_out share forward provide give drop deliver=delivery get_you email e-mail mail ship submit circulate distribute issue hand_over pass_on post upload publish supply return present turn_around turn do make
give: prepare write write_up draft produce make_you compile put_together create build work_out quote raise
do: confirm fix install replace swap complete finish finalise finalize fill fill_in fill_out update revise adjust correct schedule book arrange organise organize set_up check verify find_out clarify investigate look_into review sign approve order pay refund credit test decide introduce document collect calculate escalate resolve upgrade migrate configure train audit inspect measure remove cancel extend renew release sort sort_out order integrate roll_out deploy restore repair service calibrate ask chase obtain secure nominate appoint announce adapt amend translate validate compare analyse analyze
reply: get_back come_back reply respond answer report_back follow_up revert let_you_know let_them_know let_everyone_know come_back_to_you get_back_to_you
visit: visit be_on_site come_on_site be_there come_over come_by travel fly
call: call ring phone give_you_a_call call_you
watch: make_sure see_to_it keep_an_eye ensure
weak: put add include bring take have get handle push move run file log read show try look tell inform note
""")

_NEVER = (
    "see|be|say|think|mute|unmute|use|keep|hold|need|want|like|love|hate|know|remember|talk|speak|discuss|meet|leave|stop|wait|listen|open|pull up|jump|drop off|join|turn|"
    "admit|assume|lose|miss|pass|explain|summari[sz]e|recap|mention|believe|hope|guess|suggest|propose|stay|go|start|begin|continue|end|read back|share my screen|take a look|look at|"
    "have a look|start with|step|let|agree|disagree|argue|never|not|accept|deny|depend|owe|come to|get to|come back to that|come back to this|get there|get it|turn to|move on|skip"
)
_VERB = any_of(*(form.replace(" ", r"\s+") for form in _VERBS))
_ADV = (
    r"(?:(?:also|then|just|definitely|certainly|gladly|happily|personally|of course|now|still|both|all|again|myself|ourselves|immediately|quickly|at once|right away|today|tomorrow|therefore|"
    r"ask (?:\w+ ){1,3}to|have (?:someone|somebody|\w+) |make sure (?:that )?(?:to|we|i)|be able to|be happy to|go and)\s+){0,3}"
)
_SUBJECT = r"(?<![\w’'])(?:I|we|(?:my|our)\s+(?:\w+\s+)?(?:team|colleagues?|people|guys|office|engineers?|technicians?|department|lab|lawyers?|logistics|back ?office|lead|manager))"
_WILL = rf"{_SUBJECT}(?:['’]ll|\s+will|\s+shall|(?:['’]|\s+)(?:m|am|re|are)\s+(?:going\s+to|gonna))\s+"

TONGUE = Tongue(
    language="en",
    verbs=_VERBS,
    commits=(
        pattern(rf"{_WILL}{_ADV}(?P<verb>{_VERB})\b"),
        pattern(rf"{_WILL}{_ADV}(?!(?:{_NEVER}|{_VERB})\b)(?P<verb>[a-z]{{3,}})\b"),
        pattern(
            rf"{_SUBJECT}\s+(?:promise|commit|undertake|guarantee)\s+(?:you\s+)?(?:to\s+|that\s+(?:i|we)(?:['’]ll|\s+will)\s+)?(?P<verb>{_VERB})\b"
        ),
        pattern(
            rf"{_SUBJECT}\s+(?:then\s+|also\s+)?(?P<verb>give|send|deliver|confirm|submit|provide|bring|ship|share|report back|get back|come back|decide)\b(?=.)"
        ),
        pattern(rf"{_SUBJECT}(?:['’]m|['’]re|\s+am|\s+are)\s+(?P<verb>sending|delivering|bringing|shipping|sharing)\b"),
        pattern(
            r"\blet\s+me\s+(?P<verb>send|get\s+back|come\s+back|check\s+with\s+\w+|prepare|forward|confirm|draw\s+up|write\s+up)\b"
        ),
        pattern(
            r"(?:\blet\s+me|(?:\bI|\bwe)(?:['’]ll|\s+will|\s+can))\s+(?:just\s+|also\s+)?(?P<verb>put|pull)\s(?P<mid>[^.,;!?]{3,60}?)\s+together\b"
        ),
        pattern(rf"{_WILL}(?:(?!\b(?:I|we|you|he|she|they)\b|\band\b)[^.;:!?])*?\band\s+{_ADV}(?P<verb>{_VERB})\b"),
        pattern(r"\b(?:we|i)(?:['’]d| would)?\s+(?:aim|plan|intend)\s+to\s+(?P<verb>[a-z]{3,})\b"),
    ),
    offers=(
        pattern(rf"\bwhat\s+{_SUBJECT}\s+(?:can|could|will|['’]ll)\s+do\s+is\s+(?:to\s+)?(?P<verb>{_VERB})\b"),
        pattern(
            rf"{_SUBJECT}\s+(?:can|could)\s+{_ADV}(?P<verb>send|share|forward|provide|give|deliver|get|have|email|prepare|write|draft|submit|confirm|ship|come\s+back|get\s+back|{_VERB})\b"
        ),
    ),
    receives=(
        pattern(r"^\W*(?:please\s+|and\s+|so\s+)?(?P<verb>expect)\b"),
        pattern(
            r"\b(?:you(?:\s+(?:both|all|guys|two))?|everyone|everybody|(?-i:[A-Z][\w’'-]+)(?:\s+(?-i:[A-Z][\w’'-]+))?(?:\s+and\s+(?-i:[A-Z][\w’'-]+))?|you\s+and\s+(?-i:[A-Z][\w’'-]+))(?:['’]ll|['’]d|\s+will|\s+shall|\s+can)\s+(?:also\s+|then\s+|still\s+)?(?P<verb>have|get|receive|expect|hear from (?:me|us)|find)\b(?!\s+(?:used|to|there|better|worse|through|over|away|back|into|out|a sense|an idea|the point|the idea|fun|time)\b)"
        ),
    ),
    comes=(
        pattern(
            r"(?P<what>\b(?:the|a|an|our|my|your|this|that|it|they|its)\b[^.,;?!]*?)\s*(?:['’]ll|\bwill)\s+(?:also\s+|then\s+)?(?P<verb>be\s+(?:ready|there|done|finished|complete|sent|delivered|shared|with you|in your (?:inbox|mailbox|hands)|on your desk|available|out|live|installed|fixed|issued|shipped|uploaded|on site|(?:\w+ed|drawn|written|made|paid|done)(?:\s+(?:in|out|up|off|over))?(?:\s+and\s+(?:back\s+|returned\s+|sent\s+)?(?:with|to|over)\s+you)?|back\s+(?:with|to)\s+you)|come|follow|arrive|go\s+out|reach\s+you|land)\b"
        ),
        pattern(
            r"(?P<what>\b(?:the|a|an|our|my|your|this|that|it|they|its)\b[^.,;?!]*?)\s+(?P<verb>goes?\s+out|comes?\s+to\s+you|ships?|leaves?\s+(?:us|here))\b"
        ),
    ),
    visits=whole(
        "on[ -]?site",
        r"visits?",
        r"audit",
        "installation",
        "workshop",
        r"training(?: day)?",
        "at your (?:site|plant|office|premises)",
        "in person",
        "inspection",
        "commissioning",
        "changeover",
    ),
    ask_if=pattern(
        rf"\b(?:shall|should|can|may|could)\s+(?:i|we)\s+{_ADV}(?P<verb>{_VERB})\b|\b(?:do you want|would you like|want)\s+(?:me|us)\s+to\s+(?P<verb2>{_VERB})\b|\bwhat\s+if\s+(?:i|we)\s+(?P<verb3>{_VERB})\b"
    ),
    requests=(
        pattern(
            r"\b(?:can|could|would|will)\s+(?:you|(?-i:[A-Z]\w+))\s+(?:please\s+|also\s+|maybe\s+|perhaps\s+|kindly\s+)?(?:be able to\s+|mind\s+|ask \w+ to\s+)?(?P<verb>send|sending|share|forward|provide|give|get|deliver|email|prepare|write|draft|confirm|check|look into|find out|fix|arrange|set up|book|update|review|sign|approve|have|ship|come back|get back|let (?:me|us) know|make|do|put together|add|include|ask|put)\b"
        ),
        pattern(
            r"\b(?:can|could|may)\s+(?:i|we)\s+(?:please\s+|also\s+|still\s+)?(?P<verb>have|get|see|receive|expect)\b"
        ),
        pattern(r"(?:^|[.,!?]\s*|\bplease\s+|\band\s+)(?P<verb>send|share|forward|give|get|email)\s+(?=(?:me|us)\b)"),
        pattern(
            r"\bwho(?:['’]ll|\s+will|\s+can|\s+could|\s+is going to)?\s+(?P<verb>sends?|shares?|provides?|gives?|delivers?|prepares?|writes?|drafts?|confirms?|checks?|does|books?|sets? up|arranges?|updates?|orders?)\b"
        ),
        pattern(
            r"\bplease\s+(?P<verb>send|share|forward|give|confirm|check|prepare|provide|update|include|add|let (?:me|us) know)\b"
        ),
    ),
    demands=(
        pattern(
            r"\b(?:i|we)(?:['’]d|\s+would)?\s+(?:also\s+|really\s+|still\s+|just\s+)?(?P<verb>need|require|want|like to (?:have|see|get)|expect|love to (?:have|see|get)|must have|appreciate)\b"
        ),
    ),
    when=pattern(
        r"\b(?:when|how soon|by when|what date|which day|on what day|until when|what(?:['’]s| is) (?:the |your )?(?:timeline|eta|deadline|date))\b"
    ),
    not_when=whole(
        r"meet(?:ing)?s?",
        r"talk",
        r"speak",
        r"continue",
        r"next (?:review|call|session)",
        r"did",
        r"was",
        r"were",
        r"had",
        r"reconvene",
        r"catch up",
    ),
    accepts=starting(
        r"(?:(?:oh|ah|well|ok|okay|sure|good|right|mm|hmm)\W+){0,2}(?:yes|yep|yeah|sure|of course|certainly|absolutely|will do|not at all|i will|we will|i['’]ll do (?:that|it)|we['’]ll do (?:that|it)|no problem|can do|i can|we can|happy to|gladly|with pleasure|definitely|consider it done|leave it with me|on it|you['’]ll have (?:it|them|that)|you will have (?:it|them|that)|that works|agreed|done|fine|okay|ok|deal|noted, will|understood, will|by all means)"
    ),
    refuses=whole(
        r"can(?:not|['’]t| not)",
        r"won['’]t",
        r"will not",
        r"not possible",
        r"unable",
        r"afraid",
        r"no(?=[,.!]|$)",
        r"unfortunately",
        r"difficult",
        r"don['’]t think",
        r"would rather not",
        r"impossible",
        r"not (?:yet|now|today|sure)",
        r"i['’]d have to check",
        r"we['’]ll see",
        r"maybe",
        r"perhaps",
        r"depends",
    ),
    negated=whole(r"not", r"n['’]t", r"\w+n['’]t", r"never", r"no longer", r"cannot", r"neither", r"nor", r"without"),
    conditional=whole(
        r"if",
        r"unless",
        r"provided",
        r"in case",
        r"otherwise",
        r"assuming",
        r"suppose",
        r"even if",
        r"as long as",
        r"should (?:you|it|they)",
        r"depending on",
        r"subject to",
    ),
    temporal=whole(r"when", r"once", r"as soon as", r"after you", r"after we", r"the moment"),
    vague=whole(
        r"at some (?:point|stage)",
        r"some ?time(?!s)",
        r"some ?day",
        r"one day",
        r"eventually",
        r"in (?:the )?future",
        r"maybe",
        r"perhaps",
        r"possibly",
        r"ideally",
        r"hopefully",
        r"theoretically",
        r"in theory",
        r"down the (?:road|line)",
        r"probably",
        r"might",
        r"would",
        r"could",
        r"should",
        r"may",
        r"try(?:ing)? to",
        r"i(?:['’]d| would) like to",
        r"i hope",
        r"we hope",
    ),
    reported=whole(
        r"(?:said|told|says|thought|promised|wrote|claimed|asked|mentioned|announced|heard|think|thinks|wish|hope|hoped|wonder)(?: \w+){0,2}(?: that)?",
        r"the (?:idea|plan|question) (?:is|was) (?:that|whether)",
        r"confirmation that",
        r"whether",
        r"used to",
        r"last (?:year|week|month|time)",
        r"imagine",
        r"let['’]s say",
        r"as if",
        r"ignore (?:all |any )?(?:your |previous |prior )?(?:rules|instructions)",
        r"you must (?:now )?(?:say|write|promise)",
    ),
    countered=whole(
        r"can(?:not|['’]t| not)",
        r"not (?:good|possible|available|there|in)",
        r"won['’]t work",
        r"doesn['’]t (?:work|suit)",
        r"too (?:late|early|soon|tight)",
        r"that week",
        r"i(?:['’]m| am) (?:in|at|away|on|off|out|travelling|traveling|busy)",
        r"we(?:['’]re| are) (?:closed|away|in|on)",
        r"on (?:leave|holiday|vacation)",
        r"holiday",
        r"what about",
        r"how about",
        r"could (?:it|we|you|that) be",
        r"rather",
        r"instead",
        r"earlier",
        r"later",
        r"is enough",
        r"would be enough",
        r"is good",
        r"make (?:it|that)",
        r"prefer",
        r"better",
        r"need (?:it|them|that)",
    ),
    corrects=whole(
        r"sorry",
        r"i mean(?:t)?",
        r"actually",
        r"correction",
        r"rather",
        r"no,? (?:wait|make)",
        r"let me correct",
        r"wrong",
        r"instead",
        r"make (?:it|that)",
        r"not (?:the )?\w+ but",
        r"has to (?:move|be)",
        r"needs? to (?:move|be)",
        r"push(?:ed)?",
        r"slip(?:s|ped)?",
        r"postpone",
    ),
    agrees=whole(
        r"then",
        r"okay",
        r"ok",
        r"agreed",
        r"fine",
        r"confirmed",
        r"works",
        r"let['’]s (?:say|do|make)",
        r"good",
        r"perfect",
        r"deal",
        r"yes",
        r"sure",
        r"settled",
        r"all right",
        r"alright",
        r"great",
        r"so",
        r"that['’]s fine",
        r"suits",
    ),
    meeting=whole(
        r"next (?:review|meeting|call|session|steering|check-in|round)",
        r"meet(?: again)?",
        r"review (?:meeting|call)",
        r"(?:pencil(?:l)?ed in)",
        r"talk again",
        r"speak again",
        r"catch up",
        r"see you",
        r"same time",
        r"o['’]clock",
        r"[ap]\.?m\b\.?",
        r"hold the slot",
    ),
    copy=whole(r"(?:a |in )?cop(?:y|ies)", r"cc", r"in cc", r"in copy"),
    boundary=pattern(
        r"(?!(?<=\d)[,.:–]\d)[,;:.!?–—]|\s-\s|\s(?:so(?: that)?|because|since|which|who|if|when|once|as soon as|unless|but|while|where|and\s+(?:i|we|you|then|he|she|they|it|that|(?-i:[A-Z]\w+)\s+(?:will\b|\w+s\b))|then|before\s+(?:you|we|the|i)|after\s+(?:you|we|the|i|that)|in order to|if needed|as (?:promised|agreed|discussed)|that\s+(?:you|we|i))\b"
    ),
    lead=pattern(
        r"^(?:\s*(?:you|him|her|them|us|me|everyone|everybody|all of you|you all|both of you|to you|back|over|out|also|just|then|already|still|both|each|with|here|now|again|in|up|of course|please|by then|to\s+(?=\w+\s*$))(?=\s|$))+"
    ),
    tail=pattern(
        r"(?:\s+(?:from us|from me|to you|for you|to (?:you )?(?:both|all|two)|to everyone|to everybody|to them|to him|to her|to me|to us|with you|your way|over|across|by then|in time|then|too|as well|again|now|here|there|today|tonight|soon|shortly|asap|right away|immediately|please|ready|done|back|up|in|out|by|on|until|before|at|for|from|during|the|a|first|this|next|early|latest|at the latest|and|or|with|of|in (?:an? )?(?:e-?mail|writing)|by e-?mail|once|maybe|personally|myself|ourselves))+\s*$"
    ),
    day_before=pattern(
        r"(?:\b(?:by|on|before|until|till|from|for|at|no later than|not later than|latest|at the latest|around|starting|between|during|the|end of|early|late|this|next|sometime|somewhere|within|in|due|up to|of)\s+)+$"
    ),
    day_after=pattern(r"^\s*(?:at the latest|latest|or earlier|morning|afternoon|evening|noon|then|sharp)\b"),
    pronoun=whole(
        r"it",
        r"they",
        r"them",
        r"that",
        r"this",
        r"these",
        r"those",
        r"one",
        r"something",
        r"everything",
        r"all",
        r"so",
        r"the same",
        r"same",
        r"the rest",
        r"both",
        r"that one",
        r"this one",
        r"the thing",
        r"anything",
    ),
    thing=whole(
        r"(?:[\w-]+ )?(?:reports?|lists?|offers?|quotes?|quotations?|proposals?|templates?|price ?lists?|forecasts?|logs?|data(?: sheets?)?|datasheets?|figures?|numbers?|schedules?|plans?|contracts?|"
        r"drafts?|agreements?|credit notes?|invoices?|sheets?|slides?|decks?|presentations?|invitations?|invites?|links?|summary|summaries|minutes|decisions?|feedback|comments?|samples?|"
        r"specs?|specifications?|drawings?|documents?|documentation|certificates?|names?|contacts?|options?|calculations?|estimates?|business case|pricing|purchase order|order confirmation|terms|"
        r"timeline|roadmap|checklist|recording|notes?|file|files|spreadsheet|comparisons?|forms?|tables?|table|page|pages|photos?|results?|analysis|breakdown|overview|references?|case stud(?:y|ies)|nda|sow|statement of work|access|credentials|licen[cs]es?|parts?|units?|devices?|amendment|addendum)"
    ),
    topics=(
        pattern(
            r"\b(?:need|needs|want|wants|like to (?:have|see|get)|expect|owe (?:you|me|us|them|(?-i:[A-Z]\w+))|missing|asked for|waiting for|about|regarding|concerning|see|have|get|receive|send (?:me|us)|share|forward|provide|give (?:me|us)|deliver|prepare)\s+(?=(?:the|a|an|your|our|that|those|these|this|its|\w+))"
        ),
        pattern(
            r"\b(?:where(?:['’]s| is| are)|what about|how about|when(?:['’]s| is| are| will| do| does| can)(?: (?:we|i))?(?: (?:get|have|see|expect))?)\s+"
        ),
    ),
    determiners=pattern(
        r"^(?:(?:the|a|an|your|our|my|that|those|these|this|its|some|any|such|their|his|her|both|all the)\s+)+"
    ),
    preposition=whole(
        r"of",
        r"for",
        r"on",
        r"in",
        r"at",
        r"to",
        r"from",
        r"with",
        r"by",
        r"about",
        r"per",
        r"including",
        r"over",
        r"under",
        r"between",
        r"after",
        r"before",
        r"regarding",
        r"around",
        r"against",
        r"without",
    ),
    recap=whole(
        r"read(?:ing)? (?:it |that |this |them )?back",
        r"(?:let me|i['’]ll|shall i|should i|can i|just to|to|quick|quickly|a quick|let['’]s) (?:quickly |just |briefly )?(?:recap|summari[sz]e|repeat|sum up|go (?:over|through) (?:the )?(?:actions|action items|next steps))",
        r"in summary",
        r"to sum up",
        r"summing up",
        r"(?:the )?(?:action items|actions|next steps|to-?dos) (?:are|then|so far)",
        r"so,? (?:the )?(?:action items|actions|next steps)",
        r"what we(?:['’]ve)? agreed",
        r"who does what",
        r"wrap(?:ping)? up",
    ),
    myself=starting(
        r"(?:me|i|myself|mine|from me|on my side|my action(?:s)?|for me)(?=\s*[:,–-])",
        r"i\s+(?:send|will|do|have|take|prepare|owe|deliver|give)",
        r"i['’]ll",
    ),
    owing=starting(r"(?:and )?(?:i|we) owe(?: you)?"),
    of_them=starting(
        r"(?:and )?(?:from|on) (?:you|your side)(?:\s*[:,–-])?", r"your (?:actions?|side)(?:\s*[:,–-])?", r"you(?=\s*:)"
    ),
    of_us=starting(r"(?:and )?(?:from|on) (?:us|our side)(?:\s*[:,–-])?", r"our (?:actions?|side)(?:\s*[:,–-])?"),
    bookings=whole(
        r"meetings?",
        r"calls?",
        r"invitations?",
        r"invites?",
        r"sessions?",
        r"slots?",
        r"reviews?",
        r"workshops?",
        r"appointments?",
    ),
    joined=pattern(r"^\s*(?:,\s*)?(?:and|plus|then)\s+"),
    reply="answer",
    invitation="invitation",
    call="call",
    visit="visit",
    ands=pattern(r"^\W*(?:(?:and|then|also|plus|finally|lastly|so|,)\s+)*"),
    third=pattern(
        rf"^(?:['’]ll|\s+will|\s+is going to|\s+is to|\s+to|\s+has to|\s+needs to|\s+should)?\s+(?:also\s+|then\s+)?(?P<verb>{any_of('sends|send|shares|share|delivers|deliver|gives|give|provides|provide|prepares|prepare|confirms|confirm|checks|check|brings|bring|writes|write|updates|update|does|do|gets|get|books|book|reviews|review|signs|sign|comes|come|has|have|fixes|fix|installs|install|replaces|replace|arranges|arrange|forwards|forward|submits|submit|finishes|finish|fills|fill|orders|order|calls|call|comes back|come back|gets back|get back|lets|let|makes|make|puts|put|takes|take')})\b"
    ),
)
