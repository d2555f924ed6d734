"""Files in pieces: they join, repeat without harm, refuse gaps, and belong to one person."""

import hashlib
import io
import os
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.models import Upload
from core.refusals import Refused, Stale
from core.tasks import sweep_uploads
from core.uploads import actions as acts
from core.uploads.refusals import Gap
from core.uploads.storage import private_path
from tests.factories.people import EmployeeFactory

pytestmark = pytest.mark.django_db
CONTENT = bytes(range(256)) * 40
MARK = hashlib.sha256(CONTENT).hexdigest()
SIZE = len(CONTENT)
PIECES = "application/octet-stream"


@pytest.fixture
def person(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    return EmployeeFactory(with_user=True).user


def started(person, *, purpose="uji:1", size=SIZE, fingerprint=MARK, name="surat.pdf") -> Upload:
    return acts.start_upload(actor=person, purpose=purpose, name=name, size=size, fingerprint=fingerprint)


def sent(person, upload: Upload, offset: int, content: bytes) -> int:
    return acts.append_piece(actor=person, public_id=upload.public_id, offset=offset, content=content).received


def bytes_of(upload: Upload) -> bytes:
    upload.refresh_from_db()
    return private_path(upload.path).read_bytes()


def test_pieces_make_the_file(person):
    upload = started(person)
    for offset in range(0, len(CONTENT), 3000):
        sent(person, upload, offset, CONTENT[offset : offset + 3000])
    assert bytes_of(upload) == CONTENT
    assert upload.is_whole


def test_same_file_goes_on_where_it_stopped(person):
    upload = started(person)
    sent(person, upload, 0, CONTENT[:5000])
    again = started(person, name="nama lain.pdf")
    assert (again.pk, again.received, again.name) == (upload.pk, 5000, "nama lain.pdf")


@pytest.mark.parametrize(("offset", "length"), [(0, 5000), (0, 9000), (4000, 1000), (4000, 4000)])
def test_repeated_or_overlapping_piece_is_written_once(person, offset, length):
    upload = started(person)
    sent(person, upload, 0, CONTENT[:5000])
    received = sent(person, upload, offset, CONTENT[offset : offset + length])
    assert received == max(5000, offset + length)
    assert bytes_of(upload) == CONTENT[:received]


def test_gap_is_refused_with_the_place_to_go_on(person):
    upload = started(person)
    sent(person, upload, 0, CONTENT[:5000])
    with pytest.raises(Gap) as gap:
        sent(person, upload, 6000, b"x")
    assert gap.value.received == 5000
    assert bytes_of(upload) == CONTENT[:5000]


@pytest.mark.parametrize(("offset", "piece"), [(0, b"x" * (len(CONTENT) + 1)), (0, b"x" * (acts.PIECE_BYTES + 1))])
def test_more_than_promised_is_refused(person, offset, piece):
    upload = started(person, size=max(len(CONTENT), len(piece) - 1))
    with pytest.raises(Refused, match="lebih panjang"):
        sent(person, upload, offset, piece)
    assert acts.start_upload(actor=person, purpose="uji:1", name="a.pdf", size=upload.size, fingerprint=MARK).received == 0


def test_bytes_of_a_write_that_was_never_committed_are_written_over(person):
    upload = started(person)
    sent(person, upload, 0, CONTENT[:5000])
    with private_path(upload.path).open("ab") as stream:
        stream.write(b"sisa proses yang mati")
    sent(person, upload, 5000, CONTENT[5000:6000])
    assert bytes_of(upload) == CONTENT[:6000]


def test_disk_that_lost_its_last_writes_is_believed_more_than_the_row(person):
    upload = started(person)
    sent(person, upload, 0, CONTENT[:5000])
    os.truncate(private_path(upload.path), 1200)
    with pytest.raises(Gap) as gap:
        sent(person, upload, 5000, CONTENT[5000:6000])
    assert gap.value.received == 1200
    assert started(person).received == 1200


@pytest.mark.parametrize(("values", "sentence"), [
    ({"size": 0}, "kosong"),
    ({"size": 5 * 1024 * 1024 + 1}, "lebih besar dari 5 MB"),
    ({"purpose": "../etc"}, "tidak dapat dimulai"),
    ({"fingerprint": "pendek"}, "tidak dapat dimulai"),
    ({"fingerprint": "x" * 65}, "tidak dapat dimulai"),
])  # fmt: skip
def test_start_refuses_what_can_never_be_taken_in(person, values, sentence):
    with pytest.raises(Refused, match=sentence):
        started(person, **values)
    assert not Upload.objects.exists()


def test_number_of_open_uploads_is_limited_and_idle_ones_make_way(person, django_capture_on_commit_callbacks):
    for number in range(acts.OPEN_AT_MOST):
        sent(person, started(person, purpose=f"uji:{number}"), 0, CONTENT[:10])
    with pytest.raises(Refused, match="Terlalu banyak unggahan"):
        started(person, purpose="uji:lagi")
    idle = Upload.objects.get(purpose="uji:4")
    Upload.objects.filter(pk=idle.pk).update(updated_at=timezone.now() - acts.IDLE - timedelta(minutes=1))
    with django_capture_on_commit_callbacks(execute=True):
        started(person, purpose="uji:lagi")
    assert not Upload.objects.filter(pk=idle.pk).exists()
    assert not private_path(idle.path).exists()


def test_bytes_of_open_uploads_are_limited_for_each_person(person, monkeypatch):
    monkeypatch.setattr(acts, "BYTES_AT_MOST", 2 * len(CONTENT))
    for number in range(2):
        started(person, purpose=f"uji:{number}")
    with pytest.raises(Refused, match="Terlalu banyak unggahan"):
        started(person, purpose="uji:lagi")
    assert started(EmployeeFactory(with_user=True).user).received == 0


def test_used_upload_is_used_once_and_the_same_file_may_come_again(person, django_capture_on_commit_callbacks):
    upload = started(person)
    sent(person, upload, 0, CONTENT)
    with django_capture_on_commit_callbacks(execute=True):
        acts.take_upload(upload=upload)
    with pytest.raises(Stale, match="sudah diterima"):
        acts.take_upload(upload=upload)
    assert not private_path(upload.path).exists()
    again = started(person)
    assert (again.pk, again.received, again.is_whole) == (upload.pk, 0, False)


def test_last_room_of_the_disk_is_not_given_to_pieces(person, settings):
    settings.UPLOAD_RESERVE_BYTES = 2**62
    with pytest.raises(Refused, match="Penyimpanan portal sedang penuh"):
        started(person)
    assert not Upload.objects.exists()


def test_sweep_removes_what_nobody_went_on_with(person, settings, django_capture_on_commit_callbacks):
    old, fresh = started(person), started(person, purpose="uji:2")
    for upload in (old, fresh):
        sent(person, upload, 0, CONTENT[:10])
    long_ago = timezone.now() - acts.KEPT - timedelta(minutes=1)
    Upload.objects.filter(pk=old.pk).update(updated_at=long_ago)
    folder = private_path("documents/x")
    folder.mkdir(parents=True)
    loose = [private_path("uploads/tanpabaris.part"), folder / ".upload-sisa", folder / "utuh.pdf"]
    for path in loose:
        path.write_bytes(b"x")
        os.utime(path, (long_ago.timestamp(), long_ago.timestamp()))
    with django_capture_on_commit_callbacks(execute=True):
        sweep_uploads()
    assert list(Upload.objects.values_list("pk", flat=True)) == [fresh.pk]
    assert [path.exists() for path in (private_path(old.path), private_path(fresh.path), *loose)] == [
        False, True, False, False, True,
    ]  # fmt: skip


def piece(client: Client, upload: Upload, start: str, content: bytes, kind: str = "application/octet-stream"):
    return client.post(reverse("append_piece", args=[upload.public_id]) + f"?mulai={start}", content, content_type=kind)


def test_over_http_a_broken_upload_tells_where_to_go_on(client, person):
    client.force_login(person)
    form = {"purpose": "uji:1", "name": "surat.pdf", "size": str(len(CONTENT)), "fingerprint": MARK}
    first = client.post(reverse("start_upload"), form).json()
    upload = Upload.objects.get(public_id=first["id"])
    assert piece(client, upload, "0", CONTENT[:4000]).json() == {"received": 4000, "size": len(CONTENT)}
    gap = piece(client, upload, "9000", CONTENT[9000:])
    assert (gap.status_code, gap.json()["received"]) == (409, 4000)
    assert client.post(reverse("start_upload"), form).json() == first | {"received": 4000}
    assert piece(client, upload, "4000", CONTENT[4000:]).json()["received"] == len(CONTENT)
    assert bytes_of(upload) == CONTENT


@pytest.mark.parametrize(
    ("start", "kind"), [("-1", PIECES), ("", PIECES), ("9" * 30, PIECES), ("²", PIECES), ("0", "text/plain")]
)
def test_over_http_what_is_no_piece_is_refused(client, person, start, kind):
    client.force_login(person)
    upload = started(person)
    assert piece(client, upload, start, b"x", kind).status_code == 400
    assert started(person).received == 0


def test_over_http_refusals_are_sentences(client, person):
    client.force_login(person)
    refused = client.post(reverse("start_upload"), {"purpose": "uji", "name": "a", "size": "satu", "fingerprint": MARK})
    assert (refused.status_code, "kosong" in refused.json()["error"]) == (409, True)


def test_over_http_full_disk_asks_to_come_back(client, person, settings):
    client.force_login(person)
    upload = started(person)
    settings.UPLOAD_RESERVE_BYTES = 2**62
    answer = piece(client, upload, "0", CONTENT[:10])
    assert (answer.status_code, "tetap tersimpan" in answer.json()["error"]) == (503, True)


def test_piece_that_was_cut_on_its_way_is_not_written(client, person):
    client.force_login(person)
    upload = started(person)
    address = reverse("append_piece", args=[upload.public_id]) + "?mulai=0"
    arrived = {"wsgi.input": io.BytesIO(CONTENT[:100]), "CONTENT_LENGTH": "4000"}
    cut = client.generic("POST", address, content_type=PIECES, **arrived)
    assert cut.status_code == 400
    assert started(person).received == 0


def test_uploads_of_other_people_do_not_exist(client, person):
    upload = started(person)
    client.force_login(EmployeeFactory(with_user=True).user)
    assert piece(client, upload, "0", b"x").status_code == 404
    assert client.post(reverse("drop_upload", args=[upload.public_id])).status_code == 404
    assert started(person).received == 0


def test_dropped_upload_is_gone_and_leads_back(client, person, django_capture_on_commit_callbacks):
    client.force_login(person)
    upload = started(person)
    sent(person, upload, 0, CONTENT[:10])
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("drop_upload", args=[upload.public_id]), {"next": "/lamaran/"})
    assert (answer.status_code, answer["Location"]) == (302, "/lamaran/")
    assert not Upload.objects.exists()
    assert not private_path(upload.path).exists()


def test_dropping_never_leads_to_another_site(client, person):
    client.force_login(person)
    answer = client.post(reverse("drop_upload", args=[started(person).public_id]), {"next": "https://jahat.example/"})
    assert answer.status_code == 200
