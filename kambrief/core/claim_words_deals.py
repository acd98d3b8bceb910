"""What a sentence can claim to be agreed, ordered, paid or called off. Data; only the labels are printed."""

from collections.abc import Mapping
from typing import Final

from kambrief.core.claim_words_forms import Family, family

_EN_LOST = r"(?:deal|tender|bid|case|contract|customer|account|order|renewal|business|competition|opportunity)"

DEALS: Final[Mapping[str, Family]] = {
    "signed": family(
        "signed",
        r"signed|countersigned|(?:signatures? (?:is|are) (?:in|there|done)|(?:have|has) (?:the|their|a) signature)",
        r"allekirjoit(?:ti(?:vat|mme|tte|n)?|tan(?:ut|eet)|ettu\w*|ettiin|etu[nts]\w*)|"
        r"allekirjoitus (?:on )?(?:saatu|saatiin|tehty|kunnossa)|nimet ovat paperissa",
        r"skrev (?:\w+ ){0,3}(?:på|under)|skrivit (?:\w+ ){0,2}(?:på|under)|undertecknat|undertecknats|undertecknades?|"
        r"undertecknade?|påskriv(?:en|et|na)|underskriv(?:en|et|na)|signerat|signera(?:d|de|des|ts)|påskrivits",
        r"unterschrieb(?:en|ene[nrsm]?)?|unterzeichnet(?:e|en|er|es|em)?|unterschrift (?:liegt vor|ist da|ist erfolgt)|"
        r"gegengezeichnet",
        r"signatures?|signing (?:took|was)|allekirjoitus|allekirjoitukset|underskrift\w*|unterschrift\w*",
    ),
    "agreed": family(
        "agreed",
        r"agreed(?! on the call)|(?:agreement|deal) (?:is|was|has been) (?:reached|done|in place|made)|"
        r"(?:reached|made) an agreement|shook hands|settled",
        r"sovit(?:tu|tua|tuun|ussa|tiin|un|ut)|sopi|sovimme|sopineet|sopinut|on sovittu|päästiin sopimukseen|"
        r"(?:pääsivät|pääsimme|päästy) (?:sopimukseen|yhteisymmärrykseen)",
        r"kom(?:mit)? (?:\w+ ){0,2}överens|är (?:\w+ )?överens|överenskommet|överenskomna?|enade?s|enats|avtalat|"
        r"avtala(?:d|de|des|ts)|uppgjort|gjort upp|gjorde upp",
        r"vereinbart(?:e|en|er|es|em)?|einigten? (?:\w+ ){0,3}|geeinigt|abgesprochen|abgemacht|übereingekommen|"
        r"einigung (?:ist )?erzielt",
        r"agreement (?:on|that|to|is)|ok|överenskommelse\w*|överens|einigung|vereinbarung\w*|sopimukseen",
    ),
    "approved": family(
        "approved",
        r"approved|signed off|green-?lit|given the (?:green light|go-ahead)|gave (?:\w+ ){0,3}(?:green light|go-ahead)|"
        r"(?:approval|go-ahead|green light) (?:is|has been|was) (?:in place|there|in|given|granted|received)|"
        r"(?:have|has|had|got|gave) (?:the |their |its )?(?:\w+ )?(?:approval|go-ahead|green light)|cleared",
        r"hyväksy(?:i(?:vät|mme)?|n(?:yt|eet)|tty\w*|ttiin|t(?:yn|yt))|näyttivät? vihreää|näyttänyt vihreää|"
        r"puolsi(?:vat)?|hyväksyntä (?:on |jo )*(?:saatu|saatiin|tuli|tullut|olemassa)|"
        r"(?:saimme|saivat|sai) (?:\w+ )?hyväksynnän|lupa (?:on )?(?:saatu|saatiin)",
        r"godkänt|godkänts|godkände?s?|godkända|godkännandet (?:är|har|kom) \w+|"
        r"(?:gett|gav|fått|fick) (?:\w+ ){0,2}(?:klartecken|grönt ljus|godkännande)|klubba(?:t|de|des|ts)",
        r"genehmigt(?:e|en|er|es|em)?|freigegeben(?:e|en|er|es)?|gebilligt|abgesegnet|bewilligt(?:e|en)?|"
        r"(?:freigabe|genehmigung|zustimmung) (?:\w+ )?(?:liegt vor|ist da|erteilt|erfolgt)|grünes licht gegeben",
        r"approvals?|approves|sign-off|go-ahead|green light|hyväksyntä\w*|hyväksyy|lupa|godkännande\w*|godkänner|"
        r"klartecken|genehmigung\w*|freigabe\w*|zustimmung",
    ),
    "accepted": family(
        "accepted",
        r"accepted|said yes|gone along with|went along with|has taken (?:the|our) offer|took (?:the|our) offer",
        r"suostu(?:i(?:vat)?|n(?:ut|eet)|ttiin)|otti(?:vat)? tarjouksen vastaan|tarttui(?:vat)? tarjoukseen|"
        r"sanoi(?:vat)? kyllä",
        r"accepterat|accepterats|acceptera(?:d|de|des)|tackat ja|tackade ja|gått med på|gick med på|sagt ja|"
        r"sa(?:de)? ja",
        r"akzeptiert(?:e|en)?|angenommen(?:e|en|es)?|zugestimmt|stimmten? (?:\w+ ){0,4}zu|eingewilligt|willigten? ein",
        r"accepts?|acceptance|ok for us|fine (?:with|for) (?:us|them)|vastaanot\w+|övertagande\w*|abnahme\w*|hyväksyy|"
        r"suostumus|sopii meille|accepterar|passar oss|akzeptier(?:t|en)|einverstanden|annahme",
    ),
    "confirmed": family(
        "confirmed",
        r"confirmed|verified|guaranteed",
        r"vahvist(?:i(?:vat|mme)?|an(?:ut|eet)|ettu\w*|ettiin|unut|ui)|varmist(?:ui|unut)|taattu|takasi(?:vat)?|varmaa",
        r"bekräftat|bekräftats|bekräfta(?:d|de|des)|fastställt|fastställts|fastställdes?|garanterat|garanterade?s?",
        r"bestätigt(?:e|en|er|es)?|zugesichert|garantiert(?:e|en)?|festgelegt",
        r"confirms?|confirmation|vahvistus|vahvistaa|bekräftelse|bekräftar|bestätigung\w*|bestätigen|fest",
    ),
    "decided": family(
        "decided",
        r"decided|(?:decision|choice) (?:is|was|has been) (?:made|taken|clear|final)|"
        r"(?:made|taken) (?:the|their|a|its) (?:\w+ )?(?:decision|choice)|made up (?:their|her|his|its) mind|"
        r"resolved to|(?:have|has) (?:already )?chosen|settled on|opted",
        r"päätti(?:vät|mme)?|päätetty|päätettiin|päättän(?:yt|eet)|päätös (?:on |jo |siitä )*(?:tehty|tehtiin|syntyi|"
        r"syntynyt|selvä)|(?:teki(?:vät)?|tehneet|tehnyt) (?:\w+ )?(?:päätöksen|valinnan)|valin(?:nut|neet)|valittiin",
        r"beslutat|beslutats|besluta(?:d|de|des)|bestämt|bestämde?s?|beslut(?:et)? (?:är|har) (?:\w+ )?(?:taget|fattat|"
        r"fattats|tagits|klart)|(?:fattat|fattade|tagit|tog) (?:\w+ ){0,2}beslut|valt|valde",
        r"entschieden|entschied(?:en)?|beschlossen(?:e|en)?|beschloss(?:en)?|"
        r"(?:entscheidung|wahl) (?:\w+ )?(?:ist )?(?:gefallen|getroffen|steht|fiel)|gewählt|ausgewählt",
        r"decision was|^(?:decision|päätös|päätökset|beslut|entscheidung|beschluss)$|board chose|we (?:chose|choose)|"
        r"valitsimme|vi väljer|wir wählen",
    ),
    "promised": family(
        "promised",
        r"promised|pledged|committed(?! to memory)|gave (?:\w+ ){0,2}word|given (?:\w+ ){0,2}word|owed|owes?|"
        r"guaranteed",
        r"lupasi(?:vat|mme|t|tte|n)?|luvan(?:nut|neet)|luvattu\w*|luvattiin|luvatu[nt]|lupauduttiin|"
        r"lupautu(?:i|ivat|nut)|sitoutu(?:i(?:vat)?|n(?:ut|eet))",
        r"lovat|lovats|lova(?:d|de|des)|utlovat|utlova(?:d|de|des|ts)|åtagit sig|åtog sig|förbundit sig|gett sitt ord",
        r"versprochen(?:e|en|er|es)?|versprach(?:en)?|zugesagt(?:e|en|er|es)?|sagten? (?:\w+ ){0,4}zu|verpflichtet|"
        r"wort gegeben",
        r"promises?|commitments?|we(?:'ll| will)|i(?:'ll| will)|i shall|committed|lupaus\w*|lupauk\w+|lupaa\w*|"
        r"palaamme|toimitamme|lähetämme|palaan|lähetän|hoidamme|hoidan|löfte\w*|åtagande\w*|"
        r"vi (?:skickar|levererar|återkommer|ordnar)|jag (?:skickar|återkommer|ordnar)|zusage\w*|versprechen|"
        r"wir (?:werden|schicken|liefern|melden|senden)|ich (?:werde|schicke|melde|sende)|by the end of",
    ),
    "ordered": family(
        "ordered",
        r"ordered|(?:placed|sent|given|signed) (?:\w+ ){0,2}(?:purchase )?orders?|bought|purchased|"
        r"(?:purchase )?order (?:is|has|was) (?:in|come in|here|placed|booked|received|been placed)",
        r"tilasi(?:vat)?|tilan(?:nut|neet)|tilattu\w*|tilattiin|tilatu[nt]|osti(?:vat)?|ostan(?:ut|eet)|ostettu|"
        r"ostettiin|tilaus (?:on |jo )*(?:tehty|saatu|tuli|tullut|saatiin|sisällä)|saimme tilauksen",
        r"beställt|beställts|beställdes?|beställda?|köpt|köpte|köpts|(?:lagt|lade|la) (?:\w+ ){0,2}(?:order|"
        r"beställning)|(?:ordern|beställningen) (?:är|har|kom) \w+",
        r"bestellt(?:e|en)?|gekauft|kaufte[nt]?|beauftragt(?:e|en)?|(?:bestellung|auftrag) (?:\w+ )?(?:ist )?(?:da|"
        r"erteilt|eingegangen|liegt vor)",
        r"orders?|purchase|po|tilaus\w*|tilauk\w+|beställning\w*|order(?:n|na)?|köp|bestellung\w*|auftrag\w*|aufträge",
    ),
    "paid": family(
        "paid",
        r"paid|payment (?:is|has|was) (?:in|done|made|received|been made)|settled the invoices?|transferred the money",
        r"maks(?:oivat|an(?:ut|eet)|ettu|ettiin)|maksoi (?:jo |lasku\w* )|maksu (?:on )?(?:tullut|tehty|saatu|tuli)|"
        r"suoritettu maksu",
        r"betalat|betalats|betalade?s?|betalda?|betalt|betalning(?:en)? (?:är|har|kom) \w+|reglera(?:t|de)",
        r"bezahlt(?:e|en)?|beglichen(?:e|en)?|zahlung (?:ist )?(?:eingegangen|erfolgt|da)|überwiesen",
        r"payments?|maksu|maksoi|betalning\w*|zahlung\w*",
    ),
    "terminated": family(
        "terminated or cancelled",
        r"did (?:\w+ ){1,3}(?:cancel|terminate)|cancell?ed|terminated|given notice|gave notice|called off|"
        r"served notice|withdrawn|withdrew|pulled out|ended the (?:contract|cooperation|agreement|relationship)|"
        r"scrapped",
        r"irtisano(?:i(?:vat|mme)?|n(?:ut|eet)|ttu\w*|ttiin)|sanoi(?:vat)? (?:\w+ )?irti|sanottu irti|perui(?:vat)?|"
        r"perun(?:ut|eet)|peru(?:ttu|ttiin)|peruunt(?:ui|unut)|purki(?:vat)? sopimuksen|purettu|"
        r"lopetti(?:vat)? yhteistyön|vetäyty(?:i(?:vät)?|nyt|neet)|keskeyt(?:ti(?:vät)?|etty|ettiin)",
        r"sagt upp(?! sig)|sa(?:de)? upp(?! sig)|uppsag[dt]a?|uppsagts|avbrutit|avbröts?|avbrutits|avbokat|avbokade?s?|"
        r"ställt in|ställde in|inställ[dt]a?|avslutat (?:avtalet|samarbetet)|dragit sig ur|drog sig ur|hävt|hävde|"
        r"avbeställt|avbeställde",
        r"gekündigt(?:e|en)?|kündigten?|storniert(?:e|en)?|abgesagt(?:e|en)?|beendet(?:e|en)?|zurückgezogen|"
        r"abgebrochen|ausgestiegen|zog(?:en)? (?:\w+ ){0,3}zurück",
        r"terminations?|cancellations?|notice of termination|irtisanominen|irtisanomis\w+|peruutus|peruut\w+|"
        r"uppsägning\w*|avbokning|kündigung\w*|stornierung|absage",
    ),
    "refused": family(
        "refused",
        r"refused|did (?:\w+ ){1,3}(?:refuse|reject|decline)|declined (?!by)|rejected|turned (?:\w+ ){0,4}down|said no|"
        r"vetoed|dismissed|ruled out|blocked|refuses|rejects|turned down",
        r"kieltäyty(?:i(?:vät)?|n(?:yt|eet))|kieltäytyy|hylkäsi(?:vät)?|hylän(?:nyt|neet)|hylätty|hylättiin|"
        r"torjui(?:vat)?|torjun(?:ut|eet)|torjuttu|torjuttiin|sanoi(?:vat)? ei|torppasi(?:vat)?|evättiin|evätty|"
        r"torjuvat",
        r"nekat|nekade?s?|avvisat|avvisats|avvisade?s?|avvisar|tackat nej|tackade nej|vägrat|vägrade|vägrar|avböjt|"
        r"avböjde|sagt nej|sa(?:de)? nej|förkasta(?:t|de|des|ts)|avslog(?:s)?|avslagit|avslagits|stoppat|stoppade?s?",
        r"abgelehnt(?:e|en)?|lehn(?:t|te|ten) (?:\w+ ){0,5}ab|verweigert(?:e|en)?|verweigern|zurückgewiesen|"
        r"ausgeschlagen|nein gesagt|blockiert(?:e|en)?",
        r"refusal|rejection|declined|no to|kielteinen|hylkäys|nej till|avslag|ablehnung|absage|not acceptable|veto|"
        r"(?:we|i) (?:will not|won't|cannot|can't|do not|don't) (?:take|accept|want|need|allow|buy)|not interested|"
        r"(?:emme|en) (?:hyväksy|ota|halua|salli|tarvitse|osta)|(?:vi|jag) (?:tar|vill|godkänner|behöver|accepterar) "
        r"(?:inte|ingen|inga)|lehne[nt]? (?:\w+ ){0,5}ab|(?:nicht|kein\w*) (?:\w+ ){0,2}in ?frage|"
        r"(?:wir|ich) (?:wollen|will|brauchen?|nehmen?|akzeptieren?) (?:\w+ ){0,4}(?:nicht|kein\w*)",
    ),
    "won": family(
        "won",
        r"won(?!'t| (?:goodwill|trust|time|them|us|over|respect|back|credit|favour))|"
        r"(?:deal|renewal|order|tender|contract) is ours|beat (?:the )?competitors?",
        r"voit(?:ti(?:vat|mme)?|tan(?:ut|eet)|ettu\w*|ettiin)|(?:kauppa|sopimus|diili) on meidän",
        r"vunnit|vann|vunnits|vunn(?:et|en)|(?:affären|ordern) är vår|tagit hem|tog hem",
        r"gewonnen(?:e|en|er)?|gewann(?:en)?|(?:auftrag|zuschlag) (?:ist )?(?:unser|erhalten|bekommen)",
        r"win|voitto|vinst|gewinn|zuschlag",
    ),
    "lost": family(
        "lost",
        rf"lost (?:\w+ ){{0,2}}{_EN_LOST}|lost (?:out )?(?:\w+ )?to|{_EN_LOST} (?:is|was|has been|were|"
        rf"are) (?:\w+ )?lost|"
        r"(?:is|are) lost|lost (?:patience|trust|confidence|faith|interest)",
        r"hävi(?:si(?:mme|vät)?|n(?:nyt|neet))|hävit(?:ty|tiin)|menet(?:ti(?:vät|mme)?|tän(?:yt|eet)|etty|ettiin)|"
        r"kauppa meni (?:ohi|muille)|(?:kauppa|sopimus|asiakas) on (?:menetetty|mennyttä)",
        r"förlorat|förlora(?:d|de|des|ts)|tappat|tappade",
        r"verloren(?:e|en|er|es)?|verlor(?:en)?",
        r"lost|losses|loss|losing|losen?|tappio|menety\w+|förlust|förlorar|verlust\w*|verliert",
    ),
    "price": family(
        "wanted at a lower price",
        r"(?:want(?:s|ed)?|asked|asks|asking|demand(?:s|ed)?|requested|expects?|insist(?:s|ed)? on|push(?:es|ed|"
        r"ing)? for) (?:\w+ ){0,4}(?:discounts?|rebates?|lower prices?|price cuts?|cheaper|better prices?)|(?:we|it|"
        r"price) (?:is|are) too expensive",
        r"(?:halua(?:a|vat)|pyysi(?:vät)?|pyytä(?:ä|vät|nyt|neet)|vaati(?:i|vat|nut|neet)?|odotta(?:a|vat)|toivo(?:o|"
        r"vat|i|ivat)) (?:\w+ ){0,3}(?:alennu\w+|halvem\w+|hinnanalennu\w+|edullisem\w+)|(?:on|olemme) liian kalli\w+",
        r"(?:vill ha|ville ha|bad om|har bett om|kräver|krävde|krävt|begär|begärde|begärt|"
        r"pressar på för) (?:\w+ ){0,3}(?:rabatt\w*|lägre pris\w*|prissänkning\w*|billigare)|(?:är|vi är) för dyra?",
        r"(?:wollen|will|fordern?|forderte[nt]?|verlang(?:t|en|te|ten)|erwarte[nt]|möchten?) (?:\w+ ){0,3}(?:rabatt\w*|"
        r"nachlass|preisnachlass|niedrigere\w* preis\w*|preissenkung\w*)|(?:rabatt|nachlass) (?:verlangt|gefordert|"
        r"gebeten)|(?:sind|ist) zu teuer",
        r"price\w*|pricing|discount\w*|rebate\w*|\w*hin(?:ta|na|no)\w*|\w*alennu\w*|\w*pris(?!ma)\w*|rabatt\w*|"
        r"\w*preis\w*|nachlass\w*|cheap\w*|halv(?:e|a)\w*|billig\w*|günstig\w*|costs?|kustannu\w*|kostnad\w*|kosten|"
        r"expensive|kalli\w*|dyr\w*|teuer\w*",
    ),
}  # fmt: skip
