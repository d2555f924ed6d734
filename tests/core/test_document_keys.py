"""Documents under keys of their own: stored as noise, served byte for byte, gone with their key."""

import hashlib

import pytest
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command

from core.models import FileKey
from core.refusals import Refused
from core.uploads.files import accept_file, copy_file, discard_file
from core.uploads.keys import MARK, Destroyed, destroy_keys, read_document, rewrap_keys, unopened_keys
from core.uploads.storage import delete_private, private_path, read_private
from tests.factories.applications import sample_pdf

pytestmark = [pytest.mark.django_db, pytest.mark.owasp("A04")]


@pytest.fixture(autouse=True)
def _own_places(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


def kept(folder: str = "evidence/uji"):
    return accept_file(sample_pdf(), "ijazah.pdf", folder=folder)


def test_a_document_lies_sealed_and_is_read_byte_for_byte():
    accepted = kept()
    stored = read_private(accepted.path)
    assert stored.startswith(MARK)
    assert b"%PDF" not in stored
    assert sample_pdf()[20:60] not in stored
    assert read_document(accepted.path) == sample_pdf()
    assert accepted.sha256 == hashlib.sha256(sample_pdf()).hexdigest(), "the digest is of what was handed in"
    assert accepted.size == len(sample_pdf())


def test_the_same_document_never_looks_the_same_and_each_copy_has_a_key():
    first = kept()
    second = copy_file(first.path, first, folder="documents/uji")
    assert read_private(first.path)[len(MARK) :] != read_private(second.path)[len(MARK) :]
    assert FileKey.objects.count() == 2
    assert read_document(second.path) == sample_pdf()


@pytest.mark.parametrize("folder", ["merit", "delegations", "letters/2026"])
def test_what_offices_keep_stays_in_the_open(folder):
    assert read_private(kept(folder).path) == sample_pdf()
    assert not FileKey.objects.exists()


def test_a_file_from_before_there_were_keys_is_read_as_it_is():
    path = private_path("evidence/uji/lama.pdf")
    path.parent.mkdir(parents=True)
    path.write_bytes(sample_pdf())
    assert read_document("evidence/uji/lama.pdf") == sample_pdf()


def test_without_its_key_a_document_is_noise_even_where_a_copy_of_the_file_survives():
    accepted = kept()
    survivor = read_private(accepted.path)
    assert destroy_keys([accepted.path]) == 1
    assert bytes(FileKey.objects.get().wrapped) == b""
    with pytest.raises(Destroyed):
        read_document(accepted.path)
    delete_private(accepted.path)
    with pytest.raises(Destroyed):
        read_document(accepted.path)
    private_path(accepted.path).write_bytes(survivor)
    with pytest.raises(Destroyed):
        read_document(accepted.path)
    with pytest.raises(Refused, match="tidak dapat dibaca"):
        copy_file(accepted.path, accepted, folder="documents/uji")


@pytest.mark.parametrize("place", [len(MARK) + 3, len(MARK) + 18, -1])
def test_one_changed_bit_is_noticed(place):
    accepted = kept()
    stored = bytearray(read_private(accepted.path))
    stored[place] ^= 1
    private_path(accepted.path).write_bytes(bytes(stored))
    with pytest.raises(OSError, match=r"sealed|destroyed"):
        read_document(accepted.path)


def test_a_sealed_file_under_another_name_of_another_key_does_not_open():
    """The number of the key is part of what is authenticated: one document cannot be passed off as another."""
    first, second = kept(), kept()
    one, two = read_private(first.path), read_private(second.path)
    private_path(first.path).write_bytes(two[: len(MARK) + 16] + one[len(MARK) + 16 :])
    with pytest.raises(OSError, match="not what was sealed"):
        read_document(first.path)


def test_a_full_disk_leaves_no_key_behind(monkeypatch):
    def full(*args, **kwargs):
        raise OSError("no room")

    monkeypatch.setattr("core.uploads.files.store_private", full)
    with pytest.raises(Refused, match="penyimpanan portal sedang penuh"):
        kept()
    assert not FileKey.objects.exists()


def test_a_discarded_file_takes_its_key_along():
    discard_file(kept())
    assert not FileKey.objects.exists()


def test_keys_are_wrapped_anew_after_a_new_master_key(settings):
    accepted = kept()
    old = settings.DOCUMENT_KEYS
    settings.DOCUMENT_KEYS = [Fernet.generate_key().decode(), *old]
    assert rewrap_keys() == 1
    settings.DOCUMENT_KEYS = settings.DOCUMENT_KEYS[:1]
    assert read_document(accepted.path) == sample_pdf()
    settings.DOCUMENT_KEYS = old
    with pytest.raises(OSError, match="DOCUMENT_KEYS"):
        read_document(accepted.path)
    assert unopened_keys() == 1
    with pytest.raises(CommandError, match="Kembalikan kunci lama"):
        call_command("rewrap_document_keys")
    destroy_keys([accepted.path])
    assert unopened_keys() == 0
