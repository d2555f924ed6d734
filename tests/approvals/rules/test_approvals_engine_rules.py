"""The approval engine: case tables an official can read, and random walks that must never break its promises."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from approvals.rules import engine
from approvals.rules.chain import (
    AFFIRMATIVE,
    AGENCY,
    APPROVE,
    DETERMINE,
    NATIONAL,
    NOT_RECOMMEND,
    RECOMMEND,
    RECOMMEND_WITH_NOTES,
    REJECT,
    RETURN,
    VERDICTS,
    Chain,
    Layer,
)
from approvals.rules.engine import (
    APPROVED,
    IN_PROGRESS,
    NOT_RECOMMENDED,
    OPEN,
    REJECTED,
    RETURNED,
    SKIPPED,
    WAITING,
    WITHDRAWN,
    ActorFacts,
    ChainFacts,
    Outcome,
    PlanRefused,
    RequestFacts,
    StepFacts,
    decide,
    open_step,
    plan,
    presence_refusal,
    refusal,
    withdrawal_refusal,
)

REVIEW = (APPROVE, RETURN, REJECT)
THREE = Chain(
    "THREE",
    "Tiga tahap",
    (
        Layer("first", "Persetujuan PyB", "PYB", AGENCY, 3, REVIEW),
        Layer("second", "Persetujuan PPK", "PPK", AGENCY, 3, REVIEW),
        Layer("advice", "Rekomendasi", "WASDAL", NATIONAL, 5, (RECOMMEND, RECOMMEND_WITH_NOTES, NOT_RECOMMEND)),
        Layer("last", "Penetapan", "PPK", AGENCY, 5, (DETERMINE, RETURN, REJECT), repeats_actor_of="second"),
    ),
)
PEOPLE = {"first": "pyb", "second": "ppk", "advice": "wasdal", "last": "ppk"}
HOLDERS = {code: frozenset({person}) for code, person in PEOPLE.items()}


def request_of(chain=THREE, holders=HOLDERS, flags=frozenset()):
    steps = plan(chain, ChainFacts("admin", holders, flags))
    return RequestFacts(
        IN_PROGRESS,
        "admin",
        tuple(
            StepFacts(s.position, s.code, s.title, s.role, s.scope, s.verdicts, s.state, s.quorum, s.repeats_actor_of)
            for s in steps
        ),
    )


def actor_for(step, key):
    return ActorFacts(key, frozenset({step.role}))


def apply(request, verdict, actor_key):
    """Store an outcome as an action would, in plain values."""
    step = open_step(request)
    outcome = decide(request, step, verdict, actor_key)
    steps = []
    for other in request.steps:
        if other.position == step.position:
            agreed = (*other.affirmed_by, actor_key) if verdict in AFFIRMATIVE else ()
            other = replace(
                other,
                state=outcome.step_state,
                acted_by=(*other.acted_by, actor_key),
                affirmed_by=agreed,
                last_actor_name=actor_key,
                last_verdict=verdict,
                last_decided_at=datetime(2026, 12, 4, 3, 5, tzinfo=UTC),
            )
        if other.position == outcome.next_open_position and other.state != OPEN:
            other = replace(other, state=OPEN, affirmed_by=())
        steps.append(other)
    return replace(request, state=outcome.request_state, steps=tuple(steps))


def walk(*verdicts):
    request = request_of()
    for verdict in verdicts:
        request = apply(request, verdict, PEOPLE[open_step(request).code])
    return request


def test_plan_opens_the_first_step_only():
    steps = plan(THREE, ChainFacts("admin", HOLDERS))
    assert [(step.position, step.state) for step in steps] == [(1, OPEN), (2, WAITING), (3, WAITING), (4, WAITING)]


def test_conditional_layer_appears_only_with_its_flag():
    chain = Chain("C", "C", (*THREE.layers[:1], replace(THREE.layers[1], only_if="province")))
    assert [s.code for s in plan(chain, ChainFacts("admin", HOLDERS))] == ["first"]
    assert [s.code for s in plan(chain, ChainFacts("admin", HOLDERS, frozenset({"province"})))] == ["first", "second"]


def test_layer_left_out_is_not_referred_to():
    layers = (replace(THREE.layers[1], only_if="province"), THREE.layers[0], THREE.layers[3])
    (_, last) = plan(Chain("C", "C", layers), ChainFacts("admin", HOLDERS))
    assert last.repeats_actor_of == ""


@pytest.mark.parametrize(
    ("chain", "holders", "sentence"),
    [
        (Chain("EMPTY", "Kosong", ()), HOLDERS, "tidak memiliki satu pun tahap"),
        (THREE, {**HOLDERS, "advice": frozenset()}, "memerlukan 1 orang sebagai Wasdal BKN, tetapi yang berhak memutus hanya 0"),
        (THREE, {**HOLDERS, "first": frozenset({"admin"})}, "sebagai PyB, tetapi yang berhak memutus hanya 0"),
        (Chain("Q", "Q", (replace(THREE.layers[0], quorum=2),)), HOLDERS, "memerlukan 2 orang"),
        (THREE, {**HOLDERS, "second": frozenset({"pyb"})}, "satu orang hanya boleh memutus satu tahap"),
    ],
    ids=["no layer", "no holder", "only the sender", "quorum too high", "one person for two layers"],
)
def test_hopeless_plan_is_refused_at_submission(chain, holders, sentence):
    with pytest.raises(PlanRefused) as caught:
        plan(chain, ChainFacts("admin", holders))
    assert sentence in caught.value.reason


def test_holders_are_spread_over_layers_when_that_is_possible():
    holders = {**HOLDERS, "first": frozenset({"a", "b"}), "second": frozenset({"a"}), "advice": frozenset({"b", "c"})}
    assert len(plan(THREE, ChainFacts("admin", holders))) == 4


@pytest.mark.parametrize(
    ("verdicts", "request_state", "step_states"),
    [
        ((), IN_PROGRESS, [OPEN, WAITING, WAITING, WAITING]),
        ((APPROVE,), IN_PROGRESS, [APPROVED, OPEN, WAITING, WAITING]),
        ((RETURN,), RETURNED, [RETURNED, WAITING, WAITING, WAITING]),
        ((APPROVE, RETURN), IN_PROGRESS, [OPEN, RETURNED, WAITING, WAITING]),
        ((APPROVE, RETURN, APPROVE), IN_PROGRESS, [APPROVED, OPEN, WAITING, WAITING]),
        ((APPROVE, RETURN, RETURN), RETURNED, [RETURNED, RETURNED, WAITING, WAITING]),
        ((APPROVE, REJECT), REJECTED, [APPROVED, REJECTED, WAITING, WAITING]),
        ((APPROVE, APPROVE, NOT_RECOMMEND), RETURNED, [APPROVED, APPROVED, NOT_RECOMMENDED, WAITING]),
        ((APPROVE, APPROVE, RECOMMEND_WITH_NOTES), IN_PROGRESS, [APPROVED, APPROVED, APPROVED, OPEN]),
        ((APPROVE, APPROVE, RECOMMEND, RETURN), IN_PROGRESS, [APPROVED, APPROVED, OPEN, RETURNED]),
        ((APPROVE, APPROVE, RECOMMEND, DETERMINE), APPROVED, [APPROVED, APPROVED, APPROVED, APPROVED]),
    ],
)
def test_verdicts_move_the_request(verdicts, request_state, step_states):
    request = walk(*verdicts)
    assert request.state == request_state
    assert [step.state for step in request.steps] == step_states


def test_skipped_step_is_stepped_over_both_ways():
    request = walk(APPROVE)
    first, second, third, last = request.steps
    request = replace(request, steps=(first, replace(second, state=SKIPPED), replace(third, state=OPEN), last))
    assert decide(request, request.steps[2], RECOMMEND) == Outcome(APPROVED, IN_PROGRESS, 4)
    opened = replace(request, steps=(*request.steps[:2], replace(third, state=APPROVED), replace(last, state=OPEN)))
    assert decide(opened, opened.steps[3], RETURN) == Outcome(RETURNED, IN_PROGRESS, 3)


def test_quorum_of_two_needs_two_different_people():
    chain = Chain("Q", "Q", (replace(THREE.layers[0], quorum=2),))
    request = request_of(chain, {"first": frozenset({"a", "b"})})
    request = apply(request, APPROVE, "a")
    assert (request.state, request.steps[0].state) == (IN_PROGRESS, OPEN)
    again = presence_refusal(request, request.steps[0], actor_for(request.steps[0], "a"))
    assert again == "Anda sudah memberi keputusan pada tahap ini; tahap ini masih menunggu pejabat lain."
    assert decide(request, request.steps[0], APPROVE, "a") == Outcome(OPEN, IN_PROGRESS, 1)
    assert apply(request, APPROVE, "b").state == APPROVED


@pytest.mark.parametrize(
    ("actor", "verdict", "note", "part"),
    [
        (ActorFacts("pyb", frozenset({"PYB"})), APPROVE, "", None),
        (ActorFacts("pyb", frozenset({"PYB"})), RETURN, "Lengkapi jadwal.", None),
        (ActorFacts("pyb", frozenset({"PYB"})), RETURN, "  ", "Tulis catatan untuk keputusan “Kembalikan dengan catatan”"),
        (ActorFacts("pyb", frozenset({"PYB"})), REJECT, "", "Tulis catatan untuk keputusan “Tolak”"),
        (ActorFacts("pyb", frozenset({"PYB"})), DETERMINE, "", "Keputusan itu tidak tersedia pada tahap ini."),
        (ActorFacts("admin", frozenset({"PYB"})), APPROVE, "", "Anda mengajukan permintaan ini"),
        (ActorFacts("ppk", frozenset({"PPK"})), APPROVE, "", "Tahap ini diputus oleh PyB"),
        (
            ActorFacts("pyb", frozenset({"PYB"}), "Anda pelamar pada lowongan ini."),
            APPROVE,
            "",
            "Anda pelamar pada lowongan ini.",
        ),
    ],
)
def test_who_may_decide_what(actor, verdict, note, part):
    request = request_of()
    sentence = refusal(request, request.steps[0], actor, verdict, note)
    assert sentence is None if part is None else part in sentence


def test_one_person_acts_on_one_step_only():
    request = walk(APPROVE)
    sentence = refusal(request, request.steps[1], ActorFacts("pyb", frozenset({"PPK"})), APPROVE, "")
    assert sentence == (
        "Anda sudah memutus tahap “Persetujuan PyB”; satu orang hanya boleh memutus satu tahap dalam satu rangkaian."
    )


def test_ppk_who_approved_may_determine():
    request = walk(APPROVE, APPROVE, RECOMMEND)
    step = open_step(request)
    assert refusal(request, step, ActorFacts("ppk", frozenset({"PPK"})), DETERMINE, "") is None
    assert refusal(request, step, ActorFacts("wasdal", frozenset({"PPK"})), DETERMINE, "") is not None


def test_person_of_a_returned_step_may_decide_it_again():
    request = walk(APPROVE, RETURN)
    step = open_step(request)
    assert refusal(request, step, actor_for(step, "pyb"), APPROVE, "") is None


def test_determiner_may_judge_the_reopened_earlier_step():
    request = walk(APPROVE, APPROVE, RECOMMEND, RETURN)
    reopened = replace(
        request,
        steps=tuple(replace(step, state={2: OPEN, 3: WAITING}.get(step.position, step.state)) for step in request.steps),
    )
    step = open_step(reopened)
    assert refusal(reopened, step, actor_for(step, "ppk"), APPROVE, "") is None


def test_lost_race_says_who_decided_and_when():
    request = walk(APPROVE)
    sentence = refusal(request, request.steps[0], ActorFacts("other", frozenset({"PYB"})), APPROVE, "")
    assert sentence == "Tahap ini sudah diputus oleh pyb pada 4 Desember 2026 pukul 10.05 WIB dengan keputusan “Setujui”."


def test_step_whose_turn_has_not_come_says_whose_it_is():
    request = request_of()
    sentence = refusal(request, request.steps[1], ActorFacts("ppk", frozenset({"PPK"})), APPROVE, "")
    assert sentence == "Tahap “Persetujuan PPK” belum dibuka. Sekarang giliran tahap “Persetujuan PyB”."


def test_closed_request_says_so():
    request = replace(request_of(), state=WITHDRAWN)
    step = request.steps[0]
    assert refusal(request, step, actor_for(step, "pyb"), APPROVE, "") == "Permintaan ini sudah selesai dengan status “Ditarik”."
    skipped = replace(step, state=SKIPPED)
    running = replace(request_of(), steps=(skipped, *request.steps[1:]))
    assert "statusnya “Dilewati”" in refusal(running, skipped, actor_for(step, "pyb"), APPROVE, "")
    waiting = replace(running, steps=(skipped, running.steps[1]))
    assert refusal(waiting, waiting.steps[1], actor_for(step, "pyb"), APPROVE, "") == "Tahap “Persetujuan PPK” belum dibuka."


def test_only_the_sender_withdraws_and_only_while_running():
    request = request_of()
    assert withdrawal_refusal(request, "admin") is None
    assert withdrawal_refusal(request, "pyb") == "Hanya pengirim yang dapat menarik permintaan ini."
    assert "“Ditolak”" in withdrawal_refusal(replace(request, state=REJECTED), "admin")


def test_impossible_decision_is_an_error_of_the_program():
    request = request_of()
    with pytest.raises(ValueError, match="not possible"):
        decide(request, request.steps[1], APPROVE)
    with pytest.raises(ValueError, match="not possible"):
        decide(request, request.steps[0], DETERMINE)
    odd = replace(request.steps[0], verdicts=("MAYBE",))
    with pytest.raises(ValueError, match="no meaning"):
        decide(replace(request, steps=(odd,)), odd, "MAYBE")


@pytest.mark.parametrize(
    "change",
    [
        {"role": "KING"},
        {"scope": "MOON"},
        {"verdicts": ("MAYBE",)},
        {"verdicts": (REJECT,)},
        {"quorum": 0},
        {"working_days": 0},
    ],
)
def test_nonsense_layer_is_refused(change):
    with pytest.raises(ValueError, match="first"):
        replace(THREE.layers[0], **change)


def test_nonsense_chain_is_refused():
    with pytest.raises(ValueError, match="twice"):
        Chain("C", "C", (THREE.layers[0], THREE.layers[0]))
    with pytest.raises(ValueError, match="not earlier"):
        Chain("C", "C", (THREE.layers[3], THREE.layers[1]))


def test_chain_draws_its_layers_in_order():
    drawing = Chain("C", "Contoh", (THREE.layers[0], replace(THREE.layers[1], only_if="province"))).mermaid()
    assert drawing.splitlines() == [
        "flowchart LR",
        '    start(["Contoh"])',
        '    first["Persetujuan PyB<br>PyB: Setujui, Kembalikan dengan catatan, Tolak"]',
        "    start --> first",
        '    second["Persetujuan PPK (bila province)<br>PPK: Setujui, Kembalikan dengan catatan, Tolak"]',
        "    first --> second",
        '    done(["Selesai"])',
        "    second --> done",
    ]


@st.composite
def chains(draw):
    """Chains of one to five layers, some with a quorum, each layer held by three people of a pool of six."""
    size = draw(st.integers(1, 5))
    layers, holders = [], {}
    pool = [f"p{number}" for number in range(9)]
    for number in range(size):
        verdicts = draw(st.sampled_from([REVIEW, (DETERMINE, RETURN, REJECT), (RECOMMEND, RECOMMEND_WITH_NOTES, NOT_RECOMMEND)]))
        repeats = draw(st.sampled_from(["", *(layer.code for layer in layers)]))
        code = f"l{number}"
        layers.append(Layer(code, code, "PPK", AGENCY, 3, verdicts, draw(st.integers(1, 2)), repeats_actor_of=repeats))
        holders[code] = frozenset(draw(st.lists(st.sampled_from(pool), min_size=2, max_size=5, unique=True)))
    return Chain("RANDOM", "Acak", tuple(layers)), holders


@settings(max_examples=150, deadline=None)
@given(chains(), st.data())
def test_random_walks_keep_the_promises(chain_and_holders, data):
    chain, holders = chain_and_holders
    try:
        request = request_of(chain, holders)
    except PlanRefused:
        return  # its sentences have a table of their own above
    affirmed_steps = set()
    for _ in range(data.draw(st.integers(1, 25))):
        opened = [step for step in request.steps if step.state == OPEN]
        assert len(opened) == (1 if request.state == IN_PROGRESS else 0)
        if not opened:
            break
        (step,) = opened
        assert all(earlier.state in (APPROVED, SKIPPED) for earlier in request.steps if earlier.position < step.position)
        key = data.draw(st.sampled_from(["admin", *sorted(holders[step.code])]))
        verdict = data.draw(st.sampled_from(sorted(VERDICTS)))
        sentence = refusal(request, step, actor_for(step, key), verdict, data.draw(st.sampled_from(["", "Catatan."])))
        if key == "admin":
            assert sentence is not None
        if sentence is not None:
            assert sentence.endswith(".")
            continue
        before = request
        request = apply(request, verdict, key)
        if verdict in AFFIRMATIVE and open_step(request) is not step:
            affirmed_steps.add(step.position)
        acted = {}
        for other in request.steps:
            for person in other.acted_by:
                acted.setdefault(person, set()).add(other.code)
        repeats = {(other.repeats_actor_of, other.code) for other in request.steps if other.repeats_actor_of}
        for codes in acted.values():
            ordered = sorted(codes)
            pairs = [(a, b) for a in ordered for b in ordered if a < b]
            assert all(pair in repeats for pair in pairs), "one person decided two unrelated steps"
        if request.state == APPROVED:
            assert affirmed_steps == {other.position for other in request.steps}
            assert all(len(set(other.affirmed_by)) >= other.quorum for other in request.steps)
        assert before.state == IN_PROGRESS
    if request.state != IN_PROGRESS:
        for step in request.steps:
            for person in holders[step.code]:
                assert refusal(request, step, actor_for(step, person), step.verdicts[0], "Catatan.") is not None


def test_a_reason_asked_for_is_owed_by_every_verdict_that_agrees():
    asked = "Tulis mengapa syaratnya tetap perlu."
    for verdict in ("APPROVE", "RECOMMEND", "DETERMINE"):
        step = engine.StepFacts(1, "pyb", "Persetujuan", "PYB", "AGENCY", (verdict, "RETURN"), engine.OPEN)
        plain = engine.RequestFacts(engine.IN_PROGRESS, "nip:admin", (step,))
        asking = engine.RequestFacts(engine.IN_PROGRESS, "nip:admin", (step,), asks_reason=asked)
        assert engine.verdict_refusal(plain, step, verdict, " ") is None
        assert engine.verdict_refusal(asking, step, verdict, " ") == asked
        assert engine.verdict_refusal(asking, step, verdict, "Perlu.") is None
        # A return says why anyway, with the sentence of its own.
        assert engine.verdict_refusal(asking, step, "RETURN", "") == engine.verdict_refusal(plain, step, "RETURN", "")
