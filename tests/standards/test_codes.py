import pytest

from groundswell.standards.codes import canonical_code, parse_codes


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("5.NF.B.3", ["5.NF.B.3"]),
        ("5nfb3", ["5.NF.B.3"]),
        ("5.nf.3", ["5.NF.B.3"]),
        ("5 NF B 3", ["5.NF.B.3"]),
        ("CCSS.MATH.CONTENT.5.NF.B.3", ["5.NF.B.3"]),
        ("ccss-m: 5.NF.B.3.", ["5.NF.B.3"]),
        ("5.NF–B–3", ["5.NF.B.3"]),
        ("3.MD.7b", ["3.MD.C.7b"]),
        ("3.MD.C.7.B", ["3.MD.C.7b"]),
        ("2.MD.10", ["2.MD.D.10"]),
        ("5.NF.1-3", ["5.NF.A.1", "5.NF.A.2", "5.NF.B.3"]),
        ("4.MD.A.1–3, then 4.MD.B.4", ["4.MD.A.1", "4.MD.A.2", "4.MD.A.3", "4.MD.B.4"]),
        ("4.OA", ["4.OA"]),
        ("2.NBT.A", ["2.NBT.A"]),
        ("HSA-REI.B.4a", ["HSA-REI.B.4a"]),
        ("A-REI.4a", ["HSA-REI.B.4a"]),
        ("A.REI.4.a", ["HSA-REI.B.4a"]),
        ("HS.A-REI.4", ["HSA-REI.B.4"]),
        ("F-IF.7 and F.IF.8", ["HSF-IF.C.7", "HSF-IF.C.8"]),
        ("MP4, SMP 3, math practice 2", ["MP4", "MP3", "MP2"]),
        ("5-PS1-1", ["5-PS1-1"]),
        ("NGSS.5.PS1.1", ["5-PS1-1"]),
        ("5 ps1–1", ["5-PS1-1"]),
        ("K-2-ETS1-1", ["K-2-ETS1-1"]),
        ("K.2.ETS1.1", ["K-2-ETS1-1"]),
        ("3–5–ETS1–2", ["3-5-ETS1-2"]),
        ("ms-ess2-5", ["MS-ESS2-5"]),
        ("HS-LS1-1-3", ["HS-LS1-1", "HS-LS1-2", "HS-LS1-3"]),
        ("MS-LS2", ["MS-LS2"]),
        ("SEP 6, CCC-2 and PS3.B", ["SEP-6", "CCC-2", "PS3.B"]),
    ],
)
def test_code_is_found_however_it_is_written(written: str, meant: list[str]) -> None:
    assert [found.code for found in parse_codes(written)] == meant


@pytest.mark.parametrize(
    "words",
    [
        "a 5 G network",
        "not a if 3 of us come",
        "grades 3-5 math and 6-8 science",
        "We have 2 md friends and 3 g 2 eat",
        "9.NF.B.3",
        "5.NF.Z.3",
        "K.MD.A.9",
        "MS-LS-8",
        "K-PS-3-2",
        "MP9",
        "pk.cc.3",
        "Q.3",
        "",
    ],
)
def test_what_is_no_code_is_not_found(words: str) -> None:
    assert parse_codes(words) == []


def test_place_in_the_text_is_told() -> None:
    text = "Start with 4-PS3-1, then 4.oa.3."
    assert [(f.framework, f.code, text[f.start : f.end]) for f in parse_codes(text)] == [
        ("ngss", "4-PS3-1", "4-PS3-1"),
        ("ccssm", "4.OA.A.3", "4.oa.3"),
    ]


def test_canonical_code_does_not_mix_frameworks() -> None:
    assert canonical_code("ccssm", "5 nf b 3") == "5.NF.B.3"
    assert canonical_code("ngss", "5.NF.B.3") is None
