"""Mail domains anybody can have an address at: they never lead to an account.

Collected by hand from what the large hosts and the telephone and broadband companies of our markets offer to private
customers. Not complete and need not be: a domain missing here matters only if an account lists it as its own.
"""

FREE_MAIL: frozenset[str] = frozenset(
    {
        # worldwide
        "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "msn.com", "passport.com", "yahoo.com",
        "ymail.com", "rocketmail.com", "myyahoo.com", "icloud.com", "me.com", "mac.com", "aol.com", "aim.com",
        "proton.me", "protonmail.com", "protonmail.ch", "pm.me", "tutanota.com", "tutanota.de", "tuta.com", "tuta.io",
        "tutamail.com", "fastmail.com", "fastmail.fm", "zoho.com", "zohomail.com", "zohomail.eu", "mail.com",
        "email.com", "gmx.com", "gmx.us", "hey.com", "hushmail.com", "duck.com", "mail.ru", "inbox.ru", "list.ru",
        "bk.ru", "yandex.com", "yandex.ru", "ya.ru", "rambler.ru", "qq.com", "foxmail.com", "163.com", "126.com",
        "sina.com", "naver.com", "daum.net", "hanmail.net", "rediffmail.com", "inbox.com", "runbox.com", "posteo.net",
        "disroot.org", "riseup.net", "privaterelay.appleid.com", "mozmail.com", "mailinator.com", "guerrillamail.com",
        "10minutemail.com", "yopmail.com", "temp-mail.org", "trashmail.com",
        # national shops of the large hosts
        "outlook.fi", "outlook.de", "outlook.fr", "outlook.dk", "outlook.es", "outlook.it", "hotmail.fi", "hotmail.se",
        "hotmail.no", "hotmail.dk", "hotmail.de", "hotmail.fr", "hotmail.it", "hotmail.es", "hotmail.nl",
        "hotmail.co.uk", "live.fi", "live.se", "live.no", "live.dk", "live.de", "live.fr", "live.nl", "live.it",
        "live.co.uk", "windowslive.com", "yahoo.fi", "yahoo.se", "yahoo.no", "yahoo.dk", "yahoo.de", "yahoo.fr",
        "yahoo.it", "yahoo.es", "yahoo.nl", "yahoo.co.uk", "yahoo.co.jp", "yahoo.co.in", "yahoo.com.sg", "yahoo.ca",
        "yahoo.com.au", "yahoo.com.br",
        # Finland
        "luukku.com", "elisanet.fi", "kolumbus.fi", "saunalahti.fi", "welho.com", "dnainternet.net",
        "sci.fi", "iki.fi", "suomi24.fi", "phnet.fi", "pp.inet.fi", "inet.fi", "netti.fi", "mbnet.fi", "nic.fi",
        "kotikone.fi", "pp1.inet.fi", "sunpoint.net", "wippies.fi", "wippies.com", "surffi.fi", "mail.suomi.net",
        # Sweden, Norway, Denmark, Iceland, the Baltic countries
        "telia.com", "comhem.se", "bredband.net", "spray.se", "tele2.se", "bahnhof.se", "home.se", "glocalnet.net",
        "swipnet.se", "passagen.se", "online.no", "broadpark.no", "getmail.no", "lyse.net", "start.no", "frisurf.no",
        "altibox.no", "mail.dk", "ofir.dk", "jubii.dk", "stofanet.dk", "tdcadsl.dk", "webspeed.dk", "youmail.dk",
        "privat.dk", "simnet.is", "mail.ee", "hot.ee", "online.ee", "inbox.lv", "inbox.lt", "one.lv",
        # Germany, Austria, Switzerland
        "gmx.de", "gmx.net", "gmx.at", "gmx.ch", "web.de", "t-online.de", "freenet.de", "arcor.de", "mail.de",
        "mailbox.org", "posteo.de", "vodafone.de", "vodafonemail.de", "kabelmail.de", "online.de", "email.de",
        "magenta.de", "1und1.de", "aon.at", "chello.at", "a1.net", "bluewin.ch", "hispeed.ch", "sunrise.ch",
        # elsewhere in Europe
        "orange.fr", "wanadoo.fr", "free.fr", "laposte.net", "sfr.fr", "neuf.fr", "libero.it", "virgilio.it", "tin.it",
        "alice.it", "tiscali.it", "terra.es", "telefonica.net", "sapo.pt", "ziggo.nl", "kpnmail.nl", "xs4all.nl",
        "planet.nl", "home.nl", "hetnet.nl", "telenet.be", "skynet.be", "proximus.be", "wp.pl", "o2.pl", "onet.pl",
        "interia.pl", "op.pl", "seznam.cz", "email.cz", "centrum.cz", "azet.sk", "freemail.hu", "citromail.hu",
        "abv.bg", "ukr.net", "btinternet.com", "sky.com", "virginmedia.com", "ntlworld.com", "talktalk.net",
        "blueyonder.co.uk", "eircom.net",
        # North America
        "comcast.net", "verizon.net", "att.net", "sbcglobal.net", "bellsouth.net", "cox.net", "charter.net",
        "earthlink.net", "juno.com", "optonline.net", "rogers.com", "shaw.ca", "sympatico.ca", "bell.net",
        "videotron.ca",
    }
)  # fmt: skip
