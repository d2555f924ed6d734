"""A chain of its own, bound to nothing, so that the engine is tested without any vacancy."""

from datetime import date

import pytest
from django.db import transaction

from accounts.enums import Role
from accounts.models import Agency, Membership, Region, User
from approvals import registry
from approvals.actions import submit_request
from approvals.rules.chain import AGENCY, APPROVE, NATIONAL, NOT_RECOMMEND, RECOMMEND, REJECT, RETURN, Chain, Layer
from core import clock
from core.refusals import Refusal

CHAIN = Chain(
    "TEST",
    "Rangkaian uji",
    (
        Layer("pyb", "Persetujuan PyB", "PYB", AGENCY, 3, (APPROVE, RETURN, REJECT)),
        Layer("ppk", "Persetujuan PPK", "PPK", AGENCY, 3, (APPROVE, RETURN, REJECT)),
        Layer("wasdal", "Rekomendasi Wasdal", "WASDAL", NATIONAL, 5, (RECOMMEND, NOT_RECOMMEND)),
    ),
)


class Outside:
    """What the engine calls: remembers the calls, and says who has a stake."""

    def __init__(self):
        self.locked = 0
        self.outcomes = []
        self.conflicted = set()
        self.rows = []

    def lock(self, request):
        self.locked += 1

    def on_outcome(self, *, request, step, verdict, actor, note, now):
        self.outcomes.append((step.code, verdict, request.state))

    def conflict(self, request, step, user):
        return Refusal("Anda pelamar pada seleksi ini.") if user.pk in self.conflicted else None

    def page(self, request, user):
        return {"template": "components/facts.html", "context": {"rows": self.rows}}

    def subject_url(self, request):
        return "/"


@pytest.fixture
def outside():
    calls = Outside()
    registry.register(
        registry.ChainBinding(
            chain=CHAIN,
            lock=calls.lock,
            on_outcome=calls.on_outcome,
            conflict=calls.conflict,
            page=calls.page,
            subject_url=calls.subject_url,
        )
    )
    yield calls
    registry._bindings.pop("TEST")


@pytest.fixture
def agency(db):
    region, _ = Region.objects.get_or_create(
        code="99", defaults={"name": "Provinsi Uji", "kind": "PROVINSI", "province_id": "99", "zone": "Asia/Jakarta"}
    )
    return Agency.objects.create(code="UJI", name="Badan Uji", kind="LPNK", region=region)


@pytest.fixture
def people(agency):
    """One person a duty: sender, pyb, ppk, wasdal, and a PPK of nobody."""
    made = {}
    for name, role, scope in (
        ("sender", Role.AGENCY_ADMIN, agency),
        ("pyb", Role.PYB, agency),
        ("ppk", Role.PPK, agency),
        ("wasdal", Role.WASDAL, None),
    ):
        user = User.objects.create(email=f"{name}@uji.example", full_name=f"Nama {name}")
        Membership.objects.create(user=user, role=role, agency=scope, valid_from=date(2020, 1, 1))
        made[name] = user
    return made


@pytest.fixture
def send(outside, agency, people):
    def submit(**changes):
        values = {
            "chain": CHAIN,
            "title": "Rencana uji",
            "level_label": "JPT Pratama",
            "agency": agency,
            "summary": [["Formasi", "2"]],
            "digest": "d" * 64,
            "trail_chain": "vacancy:uji",
            "sender": people["sender"],
            **changes,
        }
        with transaction.atomic():
            return submit_request(now=clock.transaction_now(), **values)

    return submit
