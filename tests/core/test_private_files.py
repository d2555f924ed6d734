"""One contract for both places of private files: a folder, and a bucket of an S3-style store (moto's server, over HTTP)."""

import hashlib
import os
import uuid
from dataclasses import replace
from datetime import timedelta

import boto3
import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from core.backup.manifest import Manifest, TrailMark
from core.backup.restoring import NotEmpty, missing_files, refuse_what_is_there
from core.backup.taking import copy_files
from core.letters import letter_bytes
from core.models import FileKey, Letter, Upload
from core.uploads.actions import append_piece, drop_upload, start_upload, sweep_uploads
from core.uploads.fields import IncomingFile
from core.uploads.files import accept_file, copy_file
from core.uploads.leftovers import ASIDE, set_leftovers_aside
from core.uploads.refusals import TryLater
from core.uploads.responses import private_file_response
from core.uploads.storage import private_files, read_private, store_private
from tests.core.test_letters import write
from tests.factories.applications import sample_pdf
from tests.factories.people import UserFactory

BUCKET = "arsip-uji"
PDF_BYTES = sample_pdf()


@pytest.fixture(scope="module")
def store_address():
    """Address of a store that keeps objects in memory."""
    from moto.moto_server.threaded_moto_server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


def in_bucket(settings, address: str) -> None:
    """What `FILES_BUCKET` and its sisters set (asnkarier/settings.py)."""
    settings.FILES_BUCKET = BUCKET
    options = {"bucket_name": BUCKET, "endpoint_url": address, "access_key": "kunci", "secret_key": "rahasia"}
    options |= {"region_name": "us-east-1", "default_acl": None, "file_overwrite": True, "max_memory_size": 8 * 1024 * 1024}
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": "core.uploads.bucket.PrivateBucket", "OPTIONS": options}}


@pytest.fixture(params=["folder", "bucket"])
def place(request, settings, tmp_path):
    """Each of the two places, empty. Gives its name."""
    settings.MEDIA_ROOT = str(tmp_path / "media")
    if request.param == "bucket":
        address = request.getfixturevalue("store_address")
        in_bucket(settings, address)
        bucket = boto3.resource(
            "s3", endpoint_url=address, aws_access_key_id="kunci", aws_secret_access_key="rahasia", region_name="us-east-1"
        ).Bucket(BUCKET)
        bucket.create()
        bucket.objects.delete()
    return request.param


@pytest.mark.parametrize("size", [0, 1, 5 * 1024 * 1024])
def test_what_is_kept_comes_back_byte_for_byte(place, size):
    content = os.urandom(size)
    name = store_private(content, folder="documents/a", name="b.pdf")
    assert name == "documents/a/b.pdf"
    assert read_private(name) == content
    (kept,) = private_files().names("documents")
    assert (kept.name, kept.size) == (name, size)
    assert abs(kept.stored_at - timezone.now().timestamp()) < 60
    with default_storage.open(name, "rb") as stream:
        assert stream.read() == content


def test_gone_moved_and_deleted(place):
    files = private_files()
    store_private(b"isi", folder="letters", name="a.pdf")
    files.move("letters/a.pdf", "leftovers/letters/a.pdf")
    assert not files.exists("letters/a.pdf")
    assert read_private("leftovers/letters/a.pdf") == b"isi"
    files.delete("leftovers/letters/a.pdf")
    files.delete("leftovers/letters/a.pdf")
    assert list(files.names()) == []
    with pytest.raises(FileNotFoundError):
        read_private("letters/a.pdf")
    with pytest.raises(FileNotFoundError):
        files.move("letters/a.pdf", "letters/b.pdf")


@pytest.mark.parametrize("name", ["../luar.pdf", "documents/../../luar.pdf", "/etc/passwd"])
def test_no_name_leads_out(place, name):
    files = private_files()
    for act in (files.open, files.delete, files.exists):
        with pytest.raises(ValueError, match="outside"):
            act(name)


def test_a_long_file_is_there_only_when_it_is_whole(place):
    files = private_files()

    def cut_off() -> None:
        with files.written("trail-bundles/a.zip") as draft:
            draft.write_bytes(b"setengah")
            raise OSError("no room")

    with pytest.raises(OSError, match="no room"):
        cut_off()
    assert list(files.names()) == []
    with files.written("trail-bundles/a.zip") as draft:
        draft.write_bytes(b"utuh")
    assert read_private("trail-bundles/a.zip") == b"utuh"


@pytest.mark.django_db
def test_an_accepted_file_its_copy_and_its_answer(place):
    accepted = accept_file(PDF_BYTES, "ijazah.pdf", folder="evidence/x")
    copied = copy_file(accepted.path, accepted, folder="documents/y")
    assert copied.path != accepted.path
    letter = Letter(file=copied.path)
    answer = private_file_response(letter.file, content_type="application/pdf", name="ijazah.pdf", saves=False)
    assert b"".join(answer.streaming_content) == PDF_BYTES
    answer.close()
    assert hashlib.sha256(PDF_BYTES).hexdigest() == copied.sha256


@pytest.mark.parametrize("place", ["bucket"], indirect=True)
@pytest.mark.django_db(transaction=True)
def test_a_letter_is_made_once_and_kept(place):
    letter = write()
    first = letter_bytes(letter)
    letter.refresh_from_db()
    assert first.startswith(b"%PDF")
    assert hashlib.sha256(first).hexdigest() == letter.sha256
    assert letter_bytes(letter) == first
    assert missing_files() == []
    private_files().delete(letter.file.name)
    assert missing_files() == [letter.file.name]


@pytest.mark.django_db(transaction=True)
def test_an_upload_in_pieces(place):
    person, content = UserFactory(), os.urandom(2_500_000)
    mark = hashlib.sha256(content).hexdigest()
    upload = start_upload(actor=person, purpose="uji:1", name="a.pdf", size=len(content), fingerprint=mark)
    step = 1_000_000
    for offset in range(0, len(content), step):
        for _ in range(2):  # a piece whose answer got lost is sent twice
            append_piece(actor=person, public_id=upload.public_id, offset=offset, content=content[offset : offset + step])
    upload.refresh_from_db()
    assert upload.is_whole
    assert IncomingFile("a.pdf", upload=upload).read() == content
    drop_upload(actor=person, public_id=upload.public_id)
    assert list(private_files().names()) == []


@pytest.mark.django_db(transaction=True)
def test_sweeping_removes_pieces_nobody_waits_for(place, monkeypatch):
    person = UserFactory()
    kept = start_upload(actor=person, purpose="uji:1", name="a.pdf", size=3, fingerprint="a" * 64)
    append_piece(actor=person, public_id=kept.public_id, offset=0, content=b"isi")
    loose = start_upload(actor=person, purpose="uji:2", name="b.pdf", size=3, fingerprint="b" * 64)
    append_piece(actor=person, public_id=loose.public_id, offset=0, content=b"isi")
    Upload.objects.filter(pk=loose.pk).delete()
    monkeypatch.setattr("core.uploads.actions.KEPT", timedelta(seconds=-5))
    Upload.objects.filter(pk=kept.pk).update(updated_at=timezone.now() + timedelta(hours=1))
    sweep_uploads()
    assert {each.name.split("/")[1] for each in private_files().names()} == {kept.path.split("/")[1]}


@pytest.mark.django_db
def test_files_no_row_names_are_set_aside(place, monkeypatch):
    monkeypatch.setattr("core.uploads.leftovers.GRACE", timedelta(seconds=-60))
    name = store_private(b"isi", folder="letters", name=f"{uuid.uuid4().hex}.pdf")
    assert set_leftovers_aside(timezone.now()) == 1
    assert [each.name for each in private_files().names()] == [f"{ASIDE}/{name}"]
    set_leftovers_aside(timezone.now() + timedelta(days=31))
    assert list(private_files().names()) == []


@pytest.mark.django_db
def test_a_backup_holds_the_files_and_a_full_place_is_not_restored_over(place, tmp_path, monkeypatch):
    store_private(b"surat", folder="letters/2026", name="a.pdf")
    store_private(b"sisa", folder=ASIDE, name="b.pdf")
    store_private(b"potongan", folder="uploads", name="c.part")
    assert copy_files(tmp_path / "files") == 1
    assert (tmp_path / "files/letters/2026/a.pdf").read_bytes() == b"surat"
    monkeypatch.setattr("core.backup.restoring.connection", _NoTables())
    taken = Manifest(format=1, at="", migrations=[], trail=TrailMark(0, 0, "", 0), files={"files/letters/2026/a.pdf": "0" * 64})
    with pytest.raises(NotEmpty, match="tidak kosong"):
        refuse_what_is_there(taken)
    # A site with a bucket backs up without files, and restores beside those that are there.
    refuse_what_is_there(replace(taken, files={"database.dump": "0" * 64}))


class _NoTables:
    """A connection to an empty database."""

    def cursor(self):
        return self

    def __enter__(self):
        return self

    def __exit__(self, *reason):
        return None

    def execute(self, statement):
        return None

    def fetchone(self):
        return (0,)


def test_the_bucket_gives_no_address_and_no_stranger_a_right(settings, store_address):
    in_bucket(settings, store_address)
    default_storage.bucket.create()
    store_private(b"isi", folder="documents", name="a.pdf")
    with pytest.raises(ValueError, match="no address"):
        default_storage.url("documents/a.pdf")
    grants = default_storage.bucket.Object("documents/a.pdf").Acl().grants
    assert [grant["Grantee"]["Type"] for grant in grants] == ["CanonicalUser"]


@pytest.mark.django_db
def test_a_store_that_does_not_answer_is_told_as_such(settings):
    in_bucket(settings, "http://127.0.0.1:9")
    with pytest.raises(OSError, match="file store"):
        store_private(b"isi", folder="documents", name="a.pdf")
    with pytest.raises(TryLater):
        accept_file(PDF_BYTES, "ijazah.pdf", folder="evidence/x")
    # What was never stored leaves no key behind.
    assert not FileKey.objects.exists()
