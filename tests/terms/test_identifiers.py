"""Identifiers are declared, deterministic and typed."""

from hypothesis import given
from hypothesis import strategies as st

from fusion.terms.identifiers import PREFIXES, fingerprint, identifier


def test_an_identifier_does_not_change_between_machines():
    assert identifier("report", "a.txt", "¶ 1", "نص") == identifier("report", "a.txt", "¶ 1", "نص")
    assert identifier("report", "x").startswith("RPT-")
    # printf '["a"]' | sha256sum
    assert fingerprint(["a"]) == "0eb5b8d6f81bc677da8a08567cc4fa9a06a57e9ec8da85ed73a7f62727996002"


def test_prefixes_are_distinct():
    assert len(set(PREFIXES.values())) == len(PREFIXES)


@given(st.lists(st.text(), min_size=1, max_size=4), st.lists(st.text(), min_size=1, max_size=4))
def test_fields_do_not_run_into_each_other(a, b):
    assert (fingerprint(a) == fingerprint(b)) == (a == b)
    assert fingerprint([*a, None]) != fingerprint([*a, ""])
