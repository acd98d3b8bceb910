"""English: what the rules of this package listen for."""

from kambrief.core.agreeing.words import Cues, opening, said

CUES = Cues(
    accept=opening(
        r"yes\b(?!,? but)", r"yep", r"yeah(?!,? but)", r"correct", r"confirmed", r"agreed", r"acceptable", r"exactly", r"works",
        r"(?:that|it|this)(?:'s| is) (?:right|correct|fine|good|acceptable|agreed|ok(?:ay)?)", r"(?:that|it|this) works",
        r"(?:that|this) i can (?:support|accept|live with)", r"(?:i|we) can (?:support|accept|live with)", r"so can (?:i|we)",
        r"(?:i|we) (?:agree|accept)", r"fine", r"good", r"perfect", r"great", r"ok(?:ay)?", r"sounds (?:good|right|sensible|fine)",
        r"makes sense", r"deal", r"happy with that", r"(?:that|it) suits", r"absolutely", r"sure", r"then (?:i|we) (?:only )?(?:use|take)",
        r"let's do (?:that|it)", r"right", r"noted", r"understood", r"all good", r"done", r"lovely", r"brilliant", r"super", r"ideal", r"excellent", r"cool", r"spot on", r"alright", r"all right", r"by all means", r"(?:i|we) can do (?:that|it)", r"(?:that|it|this)(?:'ll| will| would) (?:work|do|suit|be (?:fine|great|perfect|good))", r"suits", r"no problem", r"go on,? then",
    ),
    refuse=said(
        r"can(?:no|')t (?:do|make|manage)", r"no good", r"(?:is|'s) (?:no good|tricky|difficult|out|impossible|fully booked|full)", r"(?:i|we) (?:can(?:no|')t|am not able|are not able|won't)", r"(?:doesn't|does not|won't|will not|wouldn't) (?:work|suit|be possible)",
        r"not (?:possible|available|that (?:day|week)|then)", r"(?:i|we)(?:'m| am|'re| are) (?:in|at|on|away|out|off|travel+ing|busy|booked)",
        r"(?:i|we)(?:'ll| will) be (?:in|at|on|away|out|travel+ing)", r"(?:i|we)(?:'ve| have)(?: got)? (?:the|a|an|our|my) [\w ]{2,40}(?:that (?:day|week|morning|afternoon)|then)",
        r"that (?:day|week|morning|afternoon) (?:i|we) (?:have|are|am|need|must)", r"too (?:early|late|soon)", r"rather not", r"prefer (?:not|a different|another)",
        r"clash\w*", r"conflicts? with", r"is a (?:public |bank )?holiday", r"on (?:holiday|leave|vacation)", r"no,? (?:not|that|i|we)\b",
    ),
    concede=said(
        r"(?:he|she|they)(?:'s|'re| is| are) right", r"(?:oh,? )?(?:of course,? )?you are,? (?:quite )?right", r"silly me", r"slip of the tongue", r"i misspoke", r"typo",
        r"you(?:'re| are) (?:right|correct)", r"you were right", r"is (?:right|correct)", r"my mistake", r"my error", r"my bad", r"i stand corrected", r"i was wrong",
        r"i (?:transposed|misread|misspoke|miscounted|mixed up|got (?:that|it) wrong)", r"(?:small |quick )?correction", r"(?:let me|i (?:have to|must|need to)) correct",
        r"that was wrong", r"i take that back", r"should (?:have said|read|be|have been)", r"the (?:right|correct) (?:figure|number|amount|value) is", r"i forgot",
    ),
    dispute=said(
        r"(?:not|isn't) (?:my|our|the) (?:figure|number|count|amount)", r"(?:a )?different (?:figure|number|count|amount)",
        r"(?:that|it|this) (?:doesn't|does not) (?:match|agree|look right|sound right)", r"(?:that|it|this)(?:'s| is) not (?:right|correct|what (?:i|we) have)",
        r"are you sure", r"(?:i|we) (?:think|believe|thought) it(?:'s| is| was) (?:more|less|fewer|higher|lower)", r"(?:i|we) (?:counted|have|had) (?:more|fewer|less)",
        r"did you (?:count|include)", r"(?:i|we) don't (?:think|believe) (?:so|that's right)",
    ),
    own_figure=said(
        r"(?:my|our) (?:figure|number|count|sheet|list|ledger|books?|records?|system)", r"(?:i|we) (?:have|had|see|count(?:ed)?|make it|get|got)",
        r"it(?:'s| is| was)", r"you said",
    ),
    repair=said(r"sorry", r"no", r"i mean", r"or rather", r"rather", r"make that", r"correction", r"wait", r"actually", r"excuse me", r"i meant"),
    contrast=said(
        r"(?:not|n't|wasn't|weren't)\b[^#.!?;]{0,40}#(?P<wrong1>\d)#[^#.!?;]{0,30}\bbut\b[^#.!?;]{0,25}#(?P<right1>\d)#",
        r"#(?P<right2>\d)#[^#.!?;]{0,40}(?:,|–|-)? (?:and )?(?:not|rather than|instead of) (?:the |at )?#(?P<wrong2>\d)#",
        r"(?:not|n't)\b[^#.!?;]{0,40}#(?P<wrong3>\d)#[,;.–-]? (?:it'?s?|it is|they are|there were|but) #(?P<right3>\d)#",
    ),
    recount=said(
        r"let me (?:check|see|look|recount|count)", r"hang on", r"hold on", r"wait", r"one (?:moment|second)", r"actually", r"that includes?", r"(?:it|this|which) includes?",
        r"includ(?:ed|es|ing)", r"of (?:those|that|which)", r"were missing", r"was missing", r"i (?:checked|looked)", r"without those",
    ),
    outdated=said(
        r"preliminary", r"outdated", r"out of date", r"superseded", r"no longer (?:valid|true|correct|applies|right)", r"(?:the|an) (?:old|earlier|previous|first) (?:figure|number|one|estimate|value|version)",
        r"(?:was|is|were) (?:\w+ ){0,3}(?:estimate|draft|forecast|guess|assumption)", r"(?:go|goes|belongs?) in the bin", r"forget (?:the|that|about)", r"ignore (?:the|that) (?:figure|number|old|slide)",
        r"last year's (?:figure|number|price|value|list)",
    ),
    propose=opening(
        r"(?:so |then )?(?:i|we)(?:'d| would)? (?:propose|suggest)(?: that)?", r"(?:my|our) (?:proposal|suggestion) (?:is|would be)(?: that)?", r"let's (?:agree|say)(?: that)?",
        r"(?:so |then |and )?we(?:'ve| have|'re| are)? agree(?:d)?(?: on| to)?(?: that)?", r"(?:so|then),? (?=(?:the|we|it|they|both|all|each|our|your) )", r"what if", r"how about",
        r"shall we (?:say|agree(?: on)?|go (?:for|with))(?: that)?", r"(?:so |then )?(?:can|could) we (?:agree|settle)(?: on)?(?: that)?", r"(?:so |then )?let's (?:go (?:for|with)|settle on)",
    ),
    agreed="Agreed",
    readback=said(
        r"(?:i(?:'ll| will)|let me) (?:note|write|read back|summari[sz]e|recap)\b", r"to (?:summari[sz]e|recap|sum up)", r"(?:so|in) (?:summary|short)", r"noted", r"for the (?:record|minutes)",
    ),
    meet_next=said(
        r"next (?:review|meeting|call|session|check-?in|catch-?up|steering|time we (?:meet|talk|speak))", r"when (?:do|shall|should|can|will) we (?:meet|talk|speak|continue|reconvene|catch up)",
        r"(?:meet|talk|speak|catch up|reconvene|continue|get together) again", r"follow-?up (?:meeting|call)", r"pencil(?:l?ed)? in", r"find a (?:date|time|slot)", r"(?:another|a new) (?:meeting|call|date for)",
        r"(?:quarterly|monthly|annual) review", r"same time",
    ),
    meet_weak=said(
        r"(?:shall|should|could|can|will|let's|let us) (?:we )?(?:all )?(?:meet|regroup|reconvene|catch up|touch base|sit down (?:again|together)|get together|get back on|have another|do another|do (?:this|it) again|jump on (?:a|another)|hop on (?:a|another)|(?:speak|talk) (?:on|at|in|next|then|once|after|when|again)|see each other|pick (?:this|it) (?:back )?up)", r"(?:meet|reconvene|regroup|catch up|touch base|get together) (?:on|in|at|next|then|the week|once|when|after)",
        r"see (?:you|each other|you all)(?: all| both)? (?:on|in|next|then|again)", r"book (?:in |us )?(?:another|the next|a slot|a time|something)", r"(?:something|a slot|a time|time|a date) in the diar(?:y|ies)", r"get (?:a date|something) in(?:to)? the diary", r"(?:move|push|shift|reschedule|postpone|bring forward)\b[^.?!]{0,30}\b(?:call|meeting|review|catch-?up|session|check-?in)",
    ),
    following=said(r"(?:the )?following", r"(?:day) after that", r"the (?:mon|tues|wednes|thurs|fri)day after"),
    busy=said(r"(?:i|we)(?:'ve| have|'m| am|'re| are|'ll be| will be)(?: got)?", r"(?:is|that's|it's|are) (?:the|a|an|our|my|when)", r"\w+day(?:'s| is) (?:the|a|an|our|my|when|full|tight|bad|tricky|gone|out)"),
    free=said(r"free", r"open", r"available", r"(?:have|got) (?:time|space|a slot|a gap)", r"clear", r"works?", r"suits?", r"can do", r"good"),
    daypart=said(r"morning", r"afternoon", r"evening", r"lunch(?:time)?", r"midday"),
    counter=said(r"(?:how|what) about", r"(?:could|can|shall|might) (?:we|you|i)", r"would", r"instead", r"rather", r"better", r"earlier", r"later", r"make (?:it|that)", r"but", r"fine", r"works?", r"suits?", r"prefer"),
    move=said(r"mov(?:e|es|ed|ing)", r"shift\w*", r"push(?:ed|ing)?", r"postpone\w*", r"reschedul\w*", r"bring (?:it|that) forward", r"change (?:it|that|the (?:day|date|time))", r"make (?:it|that)"),
    same_time=said(r"same (?:time|hour)"),
    later=said(
        r"(?P<count>one|a|two|three|1|2|3) (?P<unit>weeks?|days?) (?:later|after that|further)", r"the (?P<unit2>week|day) after(?: that)?", r"(?P<count3>one|a|two|three|1|2|3) (?P<unit3>weeks?|days?) (?P<earlier>earlier|before)",
    ),
    units={"week": 7, "day": 1},
    invite=said(r"invit\w*", r"calendar (?:entry|hold|invite)", r"put (?:it|that) in the calendar"),
    deadline=said(
        r"deadline", r"notice (?:period|date|deadline)", r"(?:last|latest) (?:day|date) (?:for|to)", r"cut-?off", r"terminat\w*", r"(?:give|giving|serve|serving) notice", r"expir(?:es?|y|ing)", r"runs out",
    ),
    cause_asked=said(r"(?:root )?cause", r"reason", r"why (?:did|does|was|were|is|it|this|that)", r"what (?:caused|happened|went wrong|is behind|was behind)", r"where does (?:it|that|this) come from"),
    cause_nouns={"cause causes": "Cause", "reason reasons": "Reason"},
    cause=said(
        r"(?:the |root )(?:cause|reason) (?:is|was)", r"(?:is|was|were|are) (?:caused|triggered) by", r"(?:is|was|are|were) due to", r"because of", r"comes? from", r"came from", r"traced? (?:it )?(?:back )?to",
        r"results? from",
    ),
    criteria_asked=said(
        r"criteri\w+", r"how (?:do|will|would) you (?:decide|compare|choose|judge|weigh)", r"what (?:matters|counts|is important|decides|would you (?:look at|need to see))", r"on what (?:basis|grounds)",
        r"is (?:the|that|your) [\w -]{3,40} (?:calculated|measured|based) on", r"(?:does|do|would) [\w ,'-]{3,60} count",
    ),
    criterion=said(
        r"will not be (?:funded|approved|accepted|signed|considered)", r"won't be (?:funded|approved|accepted|signed|considered)", r"(?:decides|decisive|deciding factor|deal-?breaker)", r"(?:what|that) matters (?:most )?(?:to|for) (?:me|us)",
        r"(?:our|the) (?:limit|hurdle|threshold|ceiling|criteria|criterion) (?:is|are)", r"(?:must|has to|have to|needs to) (?:be|stay|come|pay|cost|take) (?:\w+ )?(?:under|below|within|less|at (?:most|least)|no more)",
        r"(?:we|i) only (?:approve|fund|accept|sign|buy)", r"(?:a|one) (?:condition|requirement|prerequisite) (?:is|for)", r"non-?negotiable", r"first [\w ]{3,30}, then",
    ),
    process=said(
        r"(?:operations |executive |supervisory |management |investment )?board", r"(?:steering |investment |purchasing |sourcing |executive )?committee", r"management team", r"leadership team", r"(?:cfo|ceo|coo)", r"procurement decides",
        r"sign(?:s|ed)? off", r"approv(?:es|al)",
    ),
    threat=said(
        r"(?:if|unless|otherwise|or)\b[^.!?]{0,60}\b(?:i|we)(?:'ll| will| would| have to| must| shall) (?:hold|stop|cancel|terminate|switch|leave|escalate|withhold|walk|look elsewhere|go elsewhere|suspend|freeze|block)\b[^.!?]*",
        r"(?:hold|withhold|stop|freeze|block|suspend) (?:the |your |all )?(?:\w+ )?payments?(?: run)?",
    ),
    objections=(
        (4, said(r"(?:here(?:'s| is)|this is|that(?:'s| is)) (?:my|our|the) (?:problem|concern|issue|worry)", r"(?:i|we) have (?:a|another|one|some|serious|real) (?:concern|problem|issue|worr)\w*", r"(?:i'm|i am|we're|we are) (?:worried|concerned|not convinced|sceptical|skeptical)", r"my (?:concern|worry) is")),
        (4, said(r"(?:hard|difficult|tough|impossible) to (?:justify|defend|explain|sell|argue)", r"(?:can't|cannot|can not) (?:justify|defend|explain|sell|take) (?:it|this|that)")),
        (4, said(r"will not be (?:funded|approved|accepted)", r"won't be (?:funded|approved|accepted)", r"no budget", r"not in (?:the|our) budget", r"over (?:our|the) budget")),
        (4, said(r"too (?:expensive|high|much money|costly|slow|long|risky)", r"(?:\w+ )?(?:cheaper|less expensive)", r"(?:another|a second|a competing|a rival|a better) (?:offer|quote|bid|proposal|supplier|vendor)")),
        (3, said(r"who benefits", r"what(?:'s| is) in it for us", r"(?:don't|do not|can't|cannot) see (?:why|how|what|the)", r"why (?:should|would) (?:we|i)")),
        (3, said(r"(?:bit|rather|quite|pretty|very|so) (?:expensive|pricey|steep|dear|high|much)", r"steep", r"pricey", r"(?:i|we) (?:wince|struggle)", r"hard to swallow", r"sticker shock", r"what (?:we|i) get for")),
        (2, said(r"not a (?:proposal|solution|answer|plan)", r"disappoint\w*", r"not (?:good|fast|clear) enough", r"(?:i|we) (?:doubt|question)")),
    ),
    rival=said(r"compet\w*", r"rivals?", r"(?:another|other|a second|the other|a competing) (?:offers?|quotes?|bids?|suppliers?|vendors?|providers?)", r"tender\w*", r"cheaper", r"less expensive", r"undercut\w*"),
    price=said(r"pric\w*", r"discount\w*", r"rebate\w*", r"cheap\w*", r"expensive", r"margin\w*", r"mark-?up", r"at cost", r"index\w*", r"pay(?:ing)? (?:more|less)", r"increase"),
    justify=said(r"(?:hard|difficult|tough) to (?:justify|defend|explain)\b[^.!?]*?(?P<when>,? (?:when|while|as long as|after) [^.!?]+)?[.!?]*$"),
    justified="The price is hard to justify",
    mood=said(
        r"(?:better|good|great|useful|productive|constructive|honest|best) (?:meeting|call|session|review|talk|conversation|discussion)", r"(?:i'm|i am|we're|we are) (?:very |really |quite |not )?(?:happy|pleased|satisfied|glad|relieved|annoyed|frustrated|disappointed|unhappy|angry)",
        r"(?:most|really|very) (?:annoying|frustrating)", r"lost (?:trust|patience|confidence)",
    ),
    wants=said(
        r"(?:i|we) (?:want|need|expect|would like|'d like)", r"for (?:me|us)\b", r"what (?:i|we) (?:want|need)", r"(?:i|we) don't want", r"(?:it is|it's|most) important", r"matters (?:most )?(?:to|for) (?:me|us)", r"the (?:order|priority|main thing) (?:is|for)",
    ),
    wants_asked=said(
        r"what (?:would|do|does|should|must|can) (?:make|you|we|it|matter|help|change|be|have)\b[^?]*\?", r"what (?:is|'s) (?:most )?(?:important|the (?:most important|main|priority))[^?]*\?", r"how (?:would|should) (?:it|that|this|a good)[^?]*\?", r"what matters[^?]*\?",
    ),
    refuses_topic=said(r"(?:do not|don't) want to (?:discuss|talk|hear about|go into)", r"not today", r"(?:don't|do not) need (?:the|an|your) apolog\w*"),
    blame=said(r"(?:your|our|their|whose|his|her) faults?", r"blam\w*", r"incompeten\w*", r"guilty", r"ridiculous", r"unacceptable", r"stupid", r"transposed", r"apologi[sz]e", r"wrong", r"(?:too|was|were|is|are|be|been) late", r"mistakes?", r"sorry"),
    about=said(r"about", r"around", r"approximately", r"roughly", r"some", r"almost", r"nearly"),
    doubt=said(r"maybe", r"perhaps", r"might", r"probably", r"possibly", r"at some point", r"some day", r"let me check", r"not sure", r"i guess", r"wondering", r"something like that", r"whatever", r"could", r"would", r"roughly guess\w*", r"we'll see", r"depends"),
    senior=said(r"chief", r"ceo", r"cfo", r"coo", r"cto", r"cio", r"president", r"vp", r"svp", r"evp", r"head", r"director", r"managing", r"owner", r"partner"),
)  # fmt: skip
