from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdie.documents.radicals import fold_radicals

KANGXI = [chr(code) for code in range(0x2F00, 0x2FD6)]
SUPPLEMENT = [chr(code) for code in range(0x2E80, 0x2EF4) if unicodedata.name(chr(code), "")]


def test_all_kangxi_radicals_become_unified_ideographs() -> None:
    assert len(KANGXI) == 214
    folded = [fold_radicals(radical) for radical in KANGXI]
    assert all(len(f) == 1 and unicodedata.name(f).startswith("CJK UNIFIED") for f in folded)
    assert len(set(folded)) == 214


def test_radicals_of_the_supplement_become_one_ideograph() -> None:
    kept = [radical for radical in SUPPLEMENT if fold_radicals(radical) == radical]
    # Unicode knows no ideograph of their shape.
    assert kept == ["⺀"]
    assert all(len(fold_radicals(radical)) == 1 for radical in SUPPLEMENT)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("⾏政⽂件", "行政文件"),
        ("⻓⺠⻅⻚⻋⻔", "长民见页车门"),
        ("⻰⻢⻬⻩⻅⻛", "龙马齐黄见风"),
        ("共受理⼀件", "共受理一件"),
        ("\uf9b4导\uf95e年", "領导丹年"),  # compatibility ideographs
        ("\U0002f800", "丽"),
        ("１２３％（一）ﬁ①", "１２３％（一）ﬁ①"),  # full-width forms, ligatures and numerals stay
        ("\ufa0e", "\ufa0e"),  # a unified ideograph in spite of its block
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold_radicals(text) == folded


@given(st.text(st.characters(min_codepoint=0x2E00, max_codepoint=0x2FFF) | st.characters()))
def test_fold_keeps_every_offset(text: str) -> None:
    folded = fold_radicals(text)
    assert len(folded) == len(text)
    assert fold_radicals(folded) == folded
    assert all(a == b or ord(a) >= 0x2E80 for a, b in zip(text, folded, strict=True))
