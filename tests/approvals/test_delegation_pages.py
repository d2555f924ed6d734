"""Pages of letters: noted by the office, accepted by a second person, seen by whom they concern."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from approvals.models import Delegation
from tests.approvals.test_delegations import acting, again, give, office, register  # noqa: F401 - fixtures
from tests.factories.applications import sample_pdf

pytestmark = pytest.mark.django_db


def form(people, agency, **changes):
    today = agency.day(timezone.now())
    return {
        "office": f"PPK:{agency.pk}:{people['ppk'].pk}",
        "kind": "PLH",
        "delegate": "plh@uji.example",
        "letter_number": "800/12/2026",
        "letter_on": str(today - timedelta(days=1)),
        "valid_from": str(today),
        "valid_until": str(today + timedelta(days=9)),
        "level_label": "",
        "chain_code": "",
        "file": SimpleUploadedFile("surat.pdf", sample_pdf(), content_type="application/pdf"),
        **changes,
    }


def test_secretariat_notes_a_letter_and_the_admin_accepts_it(client, office, agency):  # noqa: F811
    client.force_login(again(office["secretary"]))
    url = reverse("register_delegation")
    answer = client.post(url, form(office, agency))
    row = Delegation.objects.get()
    assert answer.headers["Location"] == reverse("show_delegation", args=[row.public_id])
    page = client.get(answer.headers["Location"]).content.decode()
    assert "orang kedua yang mengesahkannya" in page
    client.force_login(again(office["admin"]))
    assert client.post(reverse("accept_delegation", args=[row.public_id])).status_code == 302
    client.force_login(again(office["delegate"]))
    body = client.get(reverse("list_delegations")).content.decode()
    assert "Plh. PPK Badan Uji, surat nomor 800/12/2026" in body
    scan = client.get(reverse("download_delegation", args=[row.public_id]))
    assert b"".join(scan.streaming_content) == sample_pdf()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"delegate": "tidak.ada@uji.example"}, "Tidak ada akun aktif"),
        ({"valid_until": "2020-01-01"}, "Hari terakhir tidak boleh"),
        ({"kind": "PLT"}, "masih menjabat"),
        ({"file": SimpleUploadedFile("surat.pdf", b"bukan pdf")}, "Isi berkas bukan PDF"),
        ({"office": "SETKAB::1"}, "Pilih jabatan dari daftar"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_the_rest_is_kept(client, office, agency, changes, words):  # noqa: F811
    client.force_login(again(office["secretary"]))
    answer = client.post(reverse("register_delegation"), form(office, agency, **changes))
    body = answer.content.decode()
    assert answer.status_code == 200
    assert words in body
    assert 'value="800/12/2026"' in body
    assert not Delegation.objects.exists()


def test_the_inbox_names_the_letter_and_the_decision_page_says_as_whom(client, acting, send, office):  # noqa: F811
    request = send()
    give(request, office["pyb"], "APPROVE", 1)
    client.force_login(again(office["delegate"]))
    assert "sebagai Plh. PPK Badan Uji, surat nomor 800/12/2026" in client.get(reverse("list_steps")).content.decode()


def test_deciding_together_names_the_letter_of_each_line(client, acting, send, office):  # noqa: F811
    both = [send(title=title) for title in ("Satu", "Dua")]
    for request in both:
        give(request, office["pyb"], "APPROVE", 1)
    client.force_login(again(office["delegate"]))
    body = client.get(reverse("decide_together"), {"pilih": [str(each.public_id) for each in both]}).content.decode()
    assert body.count("sebagai Plh. PPK Badan Uji, surat nomor 800/12/2026") == 2


def test_a_letter_that_is_over_or_was_declined_says_no_powers_of_today(client, register, acting, office):  # noqa: F811
    client.force_login(again(office["ppk"]))
    place = reverse("show_delegation", args=[acting.public_id])
    assert "Wewenang penerima</h2>" in client.get(place).content.decode()
    client.post(reverse("end_delegation", args=[acting.public_id]), {"reason": "Pejabat kembali bertugas."})
    assert "Wewenang penerima selama surat berlaku" in client.get(place).content.decode()
    other = register(letter_number="800/13/2026")
    place = reverse("show_delegation", args=[other.public_id])
    assert "Wewenang penerima bila disahkan" in client.get(place).content.decode()
    client.post(reverse("decline_delegation", args=[other.public_id]), {"reason": "Nomor surat salah."})
    assert "Wewenang penerima" not in client.get(place).content.decode()


def test_whoever_lays_the_only_duty_down_is_led_away_and_strangers_see_nothing(client, acting, office):  # noqa: F811
    client.force_login(again(office["delegate"]))
    url = reverse("end_delegation", args=[acting.public_id])
    assert "Tulis alasannya" in client.post(url, {"reason": ""}).content.decode()
    assert client.post(url, {"reason": "Saya juga berhalangan."}).headers["Location"] == reverse("open_board")
    assert client.get(reverse("list_delegations")).status_code == 403
    other = User.objects.create(email="luar@uji.example", full_name="Orang luar")
    client.force_login(other)
    assert client.get(reverse("show_delegation", args=[acting.public_id])).status_code == 403


LIST_QUERIES = 7


def test_list_of_letters_costs_the_same_at_every_size(client, register, office, django_assert_num_queries):  # noqa: F811
    client.force_login(again(office["secretary"]))
    url = f"{reverse('list_delegations')}?tab=menunggu"
    register()
    client.get(url)
    for _ in range(2):
        with django_assert_num_queries(LIST_QUERIES):
            body = client.get(url).content.decode()
        register(letter_number="2")
        register(letter_number="3", role=Role.PYB, official_id=office["pyb"].pk)
    assert body.count('class="row-link"') == 3
