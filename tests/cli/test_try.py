from tests.cli.office import *
def test_x(office):
    office.know({"activities": [{"id": "x", "account_id": "A01", "type": "call", "at": "not a time"}]})
    for w in (["check"],["demo","--out","file/x"]):
        d=office.run(*w); print(w, d.code); print(d.out); print("ERR",d.err)
