"""S7 and S8 (docs/security.md 4.3) by asking the portal: nobody becomes somebody else, and nobody has a screen over the tables.

S7 is held by `ask` in every visit of tests/access/test_every_url.py: all URLs, all people, GET and POST with valid payloads.
"""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model, login
from django.http import HttpResponse
from django.test import override_settings
from django.urls import NoReverseMatch, get_resolver, path, reverse
from django.utils.timezone import localdate

from approvals.holidays import is_day_off
from asnkarier import urls
from asnkarier.access_table import entries
from core.access import signed_in
from tests.access.matrix import LIBRARY_MATRIX, MATRIX
from tests.access.test_every_url import address, ask, payload
from tests.access.world import checksum

pytestmark = pytest.mark.owasp("A01")
# Where reference data ends: people, files, scores and verdicts of a selection.
BUSINESS = ("vacancies_application", "selection_", "approvals_decision", "approvals_approval", "talent_invitation")
ADMIN_ADDRESSES = (
    "/admin/",
    "/admin/login/",
    "/django-admin/",
    "/admin/auth/user/",
    "/kelola/",
    "/hijack/acquire/",
    "/impersonate/1/",
)
DAY_OFF = {"becomes": "libur", "name": "Cuti bersama uji", "decree": "Keputusan bersama uji nomor 1"}


@signed_in
def become(request):
    """What must never exist: whoever asks goes on as the person named in the form."""
    login(request, get_user_model().objects.get(pk=request.POST["user"]), backend="django.contrib.auth.backends.ModelBackend")
    return HttpResponse("selesai")


urlpatterns = [path("menjadi/", become), *urls.urlpatterns]
handler403, handler404, handler500 = urls.handler403, urls.handler404, urls.handler500


@override_settings(ROOT_URLCONF=__name__)
def test_every_visit_notices_who_came_out_as_somebody_else(world):
    """The check itself, over a URL that does it."""
    admin, other = world.people["own:AGENCY_ADMIN"], world.people["own:PPK"]
    with pytest.raises(AssertionError, match="came out as"):
        ask(admin, "POST", "/menjadi/", {"user": str(other.user.pk)})


def test_all_urls_belong_to_rooms_of_the_portal_or_to_its_sign_in():
    """Nothing stands beside the table of access: no admin, no page that a library brings along."""
    found = {(entry.name, entry.library) for entry in entries()}
    assert found == {(name, False) for name in MATRIX} | {(name, True) for name in LIBRARY_MATRIX}
    assert set(get_resolver().namespace_dict) == set()
    for name in ("admin:index", "admin:login", "hijack:acquire", "impersonate-start"):
        with pytest.raises(NoReverseMatch):
            reverse(name)


@pytest.mark.parametrize("key", ["anonymous", "own:AGENCY_ADMIN", "national:BKN_ADMIN", "national:AUDITOR"])
def test_no_admin_answers_whoever_asks(world, key):
    person = world.people[key]
    if person.user:
        # Even a library that asks for these marks finds them with nobody, and no column to write them to.
        assert (person.user.is_staff, person.user.is_superuser) == (False, False)
        assert {"is_staff", "is_superuser"}.isdisjoint(field.name for field in person.user._meta.get_fields())
    for url in ADMIN_ADDRESSES:
        for method in ("GET", "POST"):
            assert ask(person, method, url, {"username": "admin", "password": "admin"}).status_code == 404, url


def test_the_admin_of_the_portal_touches_no_file_score_or_verdict(world):
    """Every page the admin of BKN may open, by POST with what its form takes: reference data, outages and letters only."""
    admin = world.people["national:BKN_ADMIN"]
    mine = [name for name, access in MATRIX.items() if "BKN_ADMIN" in access]
    day = localdate() + timedelta(days=30)
    while day.weekday() > 3 or is_day_off(day):
        day += timedelta(days=1)
    values = DAY_OFF | {"day": day.isoformat()}
    before, wrote = business(), checksum()
    for name in sorted(mine):
        assert ask(admin, "POST", address(world, name), payload(world, name) | values).status_code < 500, name
    assert business() == before
    # Something was written, or the question would not have been asked.
    assert checksum() != wrote


def business() -> list[str]:
    """A line for each table of applications, scores, approvals and invitations."""
    lines = [line for line in checksum().splitlines() if line.startswith(BUSINESS)]
    assert len(lines) > 40
    return lines
