"""Which part of the world a country is in, as sales organisations cut it: EMEA, AMER, APAC."""

from typing import Final

_AMERICAS: Final = frozenset(
    [
        "AG", "AI", "AR", "AW", "BB", "BL", "BM", "BO", "BQ", "BR", "BS", "BZ", "CA", "CL", "CO", "CR",
        "CU", "CW", "DM", "DO", "EC", "FK", "GD", "GF", "GL", "GP", "GT", "GY", "HN", "HT", "JM", "KN",
        "KY", "LC", "MF", "MQ", "MS", "MX", "NI", "PA", "PE", "PM", "PR", "PY", "SR", "SV", "SX", "TC",
        "TT", "US", "UY", "VC", "VE", "VG", "VI",
    ]
)  # fmt: skip
_ASIA_PACIFIC: Final = frozenset(
    [
        "AF", "AS", "AU", "BD", "BN", "BT", "CC", "CK", "CN", "CX", "FJ", "FM", "GU", "HK", "ID", "IN",
        "JP", "KH", "KI", "KP", "KR", "LA", "LK", "MH", "MM", "MN", "MO", "MP", "MV", "MY", "NC", "NF",
        "NP", "NR", "NU", "NZ", "PF", "PG", "PH", "PK", "PN", "PW", "SB", "SG", "TH", "TK", "TL", "TO",
        "TV", "TW", "VN", "VU", "WF", "WS",
    ]
)  # fmt: skip


def region(country: str) -> str:
    """The region of an ISO country code; what is in neither of the two others is EMEA."""
    code = country.upper()
    return "AMER" if code in _AMERICAS else "APAC" if code in _ASIA_PACIFIC else "EMEA"
