"""A packet recomputed by the public command agrees with the portal's own ranking, byte for byte, and anything forged is named."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selection.rules.packet import packet
from selection.rules.ranking import SINGLE, CandidateScores, ComponentFact, rank
from selection.rules.recompute import Unusable, canonical, digest, first_difference, read_packet, recompute
from tests.selection.rules.drawn_selections import selections
from vacancies.rules.rule_pack import RulePack

D = Decimal


def stated(selection):
    """The packet as the portal writes it, with its result."""
    people, components, tie_order, quota, multiple, pack = selection
    return packet("JPT-2026-0001", quota, multiple, components, tie_order, people, pack, rank(*selection)).content


def small(**changes):
    """Inputs of two people and two components, as JSON values."""
    inputs = {
        "format": "asnkarier.ranking/1",
        "vacancy": {"reference": "JPT-2026-0001", "quota": 1, "multiple": 3},
        "rounding": {"component_places": None, "total_places": 2, "mode": "HALF_UP"},
        "components": [
            {"code": "A", "weight": "60", "min": "0", "max": "100", "pass_mark": "50"},
            {"code": "B", "weight": "40", "min": "1", "max": "5", "pass_mark": None},
        ],
        "tie_order": ["B", "A"],
        "candidates": [
            {"number": "002", "scores": {"A": "80", "B": "3"}},
            {"number": "001", "scores": {"A": "40", "B": "5"}},
        ],
    }
    return inputs | changes


@given(selections())
def test_portal_and_command_write_the_same_bytes(selection):
    content = stated(selection)
    read = read_packet(content)
    full = recompute(read)
    assert canonical(full).encode() == content
    assert first_difference(read, full) is None


@given(
    st.lists(st.tuples(st.integers(0, 7), st.integers(-13, 13)), min_size=1, max_size=9),
    st.sampled_from(["33.333", "0.1", "99.9"]),
    st.sampled_from([None, 0, 1, 3]),
    st.integers(0, 4),
)
def test_odd_scales_and_weights_agree_too(scores, weight, component_places, total_places):
    components = (
        ComponentFact("A", D(weight), D("2.5"), D(0), D(7), SINGLE),
        ComponentFact("B", D(100) - D(weight), None, D(-13), D(13), SINGLE),
    )
    people = [CandidateScores(f"{n:03d}", {"A": (D(a),), "B": (D(b),)}) for n, (a, b) in enumerate(scores)]
    pack = RulePack(component_places=component_places, total_places=total_places)
    content = stated((people, components, ("A",), 1, 3, pack))
    assert canonical(recompute(read_packet(content))).encode() == content


@given(selections(), st.randoms())
def test_order_of_the_candidates_changes_no_line(selection, dice):
    inputs = json.loads(stated(selection))
    before = recompute(inputs)["result"]
    dice.shuffle(inputs["candidates"])
    assert recompute(inputs)["result"] == before


def test_lines_as_an_officer_reads_them():
    assert recompute(small())["result"] == [
        {
            "number": "002", "total": "68.00", "rank": 1, "decided_by": None,
            "passed": True, "shortlisted": True, "tied_at_cut": False,
        },
        {
            "number": "001", "total": "64.00", "rank": None, "decided_by": None,
            "passed": False, "shortlisted": False, "tied_at_cut": False,
        },
    ]  # fmt: skip


def test_missing_score_is_listed_without_a_rank_and_adds_nothing():
    people = [{"number": "1", "scores": {"A": None, "B": "5"}}, {"number": "2", "scores": {"A": "50", "B": "1"}}]
    lines = recompute(small(candidates=people))["result"]
    assert [(line["number"], line["rank"], line["total"], line["shortlisted"]) for line in lines] == [
        ("2", 1, "30.00", True),
        ("1", None, "40.00", False),
    ]


def test_tie_on_the_last_place_keeps_everybody_on_that_rank():
    people = [{"number": str(n), "scores": {"A": "90" if n == 1 else "70", "B": "3"}} for n in range(1, 6)]
    lines = recompute(small(candidates=people))["result"]
    assert [(line["number"], line["rank"], line["shortlisted"], line["tied_at_cut"]) for line in lines] == [
        ("1", 1, True, False),
        *((str(n), 2, True, True) for n in range(2, 6)),
    ]


def test_decider_is_the_first_component_that_separates_equal_totals():
    people = [{"number": "1", "scores": {"A": "60", "B": "4"}}, {"number": "2", "scores": {"A": "100", "B": "1.6"}}]
    lines = recompute(small(candidates=people))["result"]
    assert [(line["number"], line["total"], line["rank"], line["decided_by"]) for line in lines] == [
        ("1", "66.00", 1, None),
        ("2", "66.00", 2, "B"),
    ]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"total": "68.01"}, 'Baris 1 (peserta 002): total tertulis "68.01", hasil hitung ulang "68.00" untuk peserta 002.'),
        ({"rank": True}, "Baris 1 (peserta 002): rank tertulis true, hasil hitung ulang 1 untuk peserta 002."),
        ({"number": "001"}, 'Baris 1 (peserta 001): number tertulis "001", hasil hitung ulang "002".'),
    ],
)
def test_forged_line_is_named(change, sentence):
    forged = recompute(small())
    forged["result"][0] |= change
    assert first_difference(forged, recompute(forged)) == sentence


def test_forged_value_without_end_or_bottom_is_named_in_one_sentence():
    deep = json.loads("[" * 900 + "]" * 900)
    for value, said in ((deep, "susunan, bukan satu nilai"), ("9" * 5000, '"' + "9" * 79)):
        forged = recompute(small())
        forged["result"][0] |= {"total": value}
        words = f'Baris 1 (peserta 002): total tertulis {said}, hasil hitung ulang "68.00" untuk peserta 002.'
        assert first_difference(forged, recompute(forged)) == words


@pytest.mark.parametrize("text", ["1e3", " 1", "1 ", "+1", "٣", "1\n", "NaN", "1.", ".5", "1_0", "0x1", "1,5", "", "--1"])
def test_what_is_no_plain_decimal_is_no_score(text):
    with pytest.raises(Unusable) as refused:
        read_packet(json.dumps(small(candidates=[{"number": "1", "scores": {"A": text, "B": "1"}}])))
    assert str(refused.value) == "Nilai A peserta 1 harus bilangan desimal sebagai teks, atau null."


def test_mark_of_an_editor_and_its_line_ends_do_no_harm():
    text = json.dumps(small(), indent=1).replace("\n", "\r\n")
    assert read_packet(b"\xef\xbb\xbf" + text.encode()) == small()


def test_left_out_line_and_forged_digest_are_named():
    full = recompute(small())
    short = full | {"result": full["result"][:1]}
    assert first_difference(short, recompute(short)) == "Jumlah baris hasil tertulis 1, hasil hitung ulang 2."
    other = full | {"sha256": "0" * 64}
    assert first_difference(other, full) == f"sha256 tertulis {'0' * 64}, hasil hitung ulang {full['sha256']}."
    assert full["sha256"] == digest(full)


def test_inputs_alone_agree_with_everything():
    assert first_difference(small(), recompute(small())) is None


WHOLE = "vacancy.quota harus bilangan bulat dari 1 sampai 1000000000."


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"format": "asnkarier.ranking/2"}, "Format berkas bukan asnkarier.ranking/1."),
        ({"extra": 1}, "Bagian paket memuat kunci yang tidak dikenal: extra."),
        (
            {"vacancy": {"reference": "X", "quota": 0, "multiple": 3}},
            WHOLE,
        ),
        (
            {"vacancy": {"reference": "X", "quota": True, "multiple": 3}},
            WHOLE,
        ),
        ({"vacancy": {"reference": "X", "quota": 1}}, "Bagian vacancy tidak memuat kunci multiple."),
        (
            {"rounding": {"component_places": None, "total_places": 2, "mode": "HALF_EVEN"}},
            "rounding.mode harus HALF_UP.",
        ),
        (
            {"rounding": {"component_places": None, "total_places": None, "mode": "HALF_UP"}},
            "rounding.total_places harus bilangan bulat dari 0 sampai 30.",
        ),
        ({"tie_order": ["A", "A"]}, "tie_order memuat komponen yang tidak dikenal atau berulang."),
        ({"tie_order": "AB"}, "tie_order harus daftar kode komponen."),
        ({"components": []}, "components harus daftar yang berisi paling sedikit satu komponen."),
        ({"components": [{}] * 1001}, "components memuat lebih dari 1000 komponen."),
        ({"vacancy": {"reference": "X\n", "quota": 1, "multiple": 3}}, "vacancy.reference memuat karakter yang tidak tampak."),
        ({"candidates": {}}, "candidates harus daftar peserta."),
        ({"candidates": [{"number": "1", "scores": {"A": "1"}}]}, "Nilai peserta 1 tidak memuat tepat komponen yang dinyatakan."),
        (
            {"candidates": [{"number": "1", "scores": {"A": "satu", "B": "1"}}]},
            "Nilai A peserta 1 harus bilangan desimal sebagai teks, atau null.",
        ),
        (
            {"candidates": [{"number": "1", "scores": {"A": "101", "B": "1"}}]},
            "Nilai A peserta 1 di luar skala komponen itu.",
        ),
        (
            {"candidates": [{"number": "1", "scores": {"A": "1", "B": "1"}}] * 2},
            "Satu nomor peserta tercantum lebih dari sekali.",
        ),
        (
            {"candidates": [{"number": "1", "scores": {"A": "1", "B": "1"}, "name": "Budi"}]},
            "Bagian candidates memuat kunci yang tidak dikenal: name.",
        ),
        ({"candidates": ["1"]}, "Bagian candidates bukan objek JSON."),
        ({"result": [{"number": "1"}]}, "Bagian result tidak memuat kunci total."),
        ({"result": {}}, "result harus daftar baris hasil."),
        ({"sha256": 7}, "sha256 harus teks yang tidak kosong."),
    ],
)
def test_unusable_packet_is_refused_with_one_sentence(changes, sentence):
    with pytest.raises(Unusable) as refused:
        recompute(read_packet(json.dumps(small(**changes))))
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        ({"weight": "61"}, "Jumlah bobot komponen tidak tepat 100."),
        ({"weight": 60}, "Weight komponen A harus bilangan desimal sebagai teks."),
        ({"max": "0"}, "Nilai tertinggi komponen A tidak di atas nilai terendahnya."),
        ({"pass_mark": "tinggi"}, "Pass_mark komponen A harus bilangan desimal sebagai teks."),
        ({"code": "B"}, "Satu komponen tercantum lebih dari sekali."),
    ],
)
def test_unusable_component_is_refused_with_one_sentence(part, sentence):
    first, second = small()["components"]
    with pytest.raises(Unusable) as refused:
        recompute(read_packet(json.dumps(small(components=[first | part, second]))))
    assert str(refused.value) == sentence


def test_negative_weight_is_refused():
    first, second = small()["components"]
    parts = [first | {"weight": "140"}, second | {"weight": "-40"}]
    with pytest.raises(Unusable, match="Bobot komponen B negatif"):
        recompute(read_packet(json.dumps(small(components=parts))))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (b"\xff\xfe", "Berkas ini bukan JSON yang utuh."),
        ("{}".encode("utf-16"), "Berkas ini bukan JSON yang utuh."),
        (b'{"a": "\xed\xa0\x80"}', "Berkas ini bukan JSON yang utuh."),
        (b'{"a": ' + b"9" * 5000 + b"}", "Berkas ini bukan JSON yang utuh."),
        (b"{", "Berkas ini bukan JSON yang utuh."),
        (b"[" * 100_000, "Berkas ini bukan JSON yang utuh."),
        (b"[]", "Bagian paket bukan objek JSON."),
        (b'{"a": 1.5}', "Bilangan 1.5 harus ditulis sebagai teks di dalam tanda petik."),
        (b'{"a": NaN}', "Bilangan NaN harus ditulis sebagai teks di dalam tanda petik."),
        (b'{"a": 1, "a": 2}', "Berkas ini memuat satu kunci lebih dari sekali."),
    ],
)
def test_text_that_is_no_packet_is_refused(text, sentence):
    with pytest.raises(Unusable) as refused:
        read_packet(text)
    assert str(refused.value) == sentence
