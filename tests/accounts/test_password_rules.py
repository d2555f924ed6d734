"""What a password may be: long, anything, not guessable here, not leaked."""

import hashlib

import pytest
from django.contrib.auth.password_validation import password_changed, validate_password
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from accounts.password_rules import OWN_WORDS, is_listed

pytestmark = pytest.mark.owasp("A07")
BUDI = User(email="budi.santoso@uji.example", full_name="Budi Santoso", nip="198609262015051001")
GOOD = "kuda laut hijau menari"


@pytest.mark.parametrize(
    "password",
    [
        GOOD, "a" * 7 + "zkwvbqxjt mplo fy", "🐎🌊 kuda laut menari dgn ikan", "x7" + "ikan teri goreng lada",
        "Ümläut straße für mich", "kata-kata " * 3 + "yang panjang sekali " * 3, "    spasi di depan dan belakang ikan   ",
    ],
)  # fmt: skip
def test_any_characters_in_any_mix_pass(password):
    validate_password(password, BUDI)
    password_changed(password, BUDI)


@pytest.mark.parametrize(
    "password",
    [
        "pendek saja 12", "passwordpassword", "Password1234567", "P@ssw0rdP@ssw0rd", "123456789012345", "qwertyuiopasdfg",
        "aaaaaaaaaaaaaaa", "asnkarier2026asnkarier", "A5nK4r1er-A5nK4r1er", "BudiSantoso19860926", "budi.santoso.bkn",
        "198609262015051001",
        "indonesiamerdeka1945", "kementerian-bkn-2026", "abcabcabcabcabcabc", "rahasia rahasia 123", "garuda!pancasila!1",
        "abcdefghijklmnopq",
    ],
)  # fmt: skip
def test_what_anybody_would_try_is_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password, BUDI)


def test_words_of_the_portal_are_written_in_small_letters():
    assert [word for word in OWN_WORDS if word != word.lower() or not word.isalnum()] == []


@pytest.mark.parametrize("ending", ["", ":12"])
def test_a_leaked_password_is_refused_wherever_it_stands_in_the_list(tmp_path, settings, ending):
    words = [f"ikan teri nomor {number} di laut" for number in range(40)]
    sums = sorted(hashlib.sha1(word.encode()).hexdigest().upper() for word in words)
    file = tmp_path / "bocor.txt"
    file.write_text("".join(f"{each}{ending}\n" for each in sums))
    assert [word for word in words if not is_listed(word, file)] == []
    assert [n for n in range(200) if is_listed(f"kuda laut nomor {n} menari", file)] == []
    settings.LEAKED_PASSWORDS_FILE = str(file)
    with pytest.raises(ValidationError, match="bocor"):
        validate_password(words[7], BUDI)
    validate_password(GOOD, BUDI)


def test_an_empty_list_refuses_nobody_and_a_missing_one_is_an_error(tmp_path, settings):
    empty = tmp_path / "kosong.txt"
    empty.write_text("")
    assert not is_listed(GOOD, empty)
    settings.LEAKED_PASSWORDS_FILE = str(tmp_path / "tidak-ada.txt")
    with pytest.raises(FileNotFoundError):
        validate_password(GOOD, BUDI)


@given(st.text(min_size=64, max_size=128))
def test_long_ones_never_break_the_rules(password):
    """No text is an error of the program, and a long one is never refused for its length."""
    codes = set()
    try:
        validate_password(password, BUDI)
    except ValidationError as refused:
        codes = {each.code for each in refused.error_list}
    assert codes <= {"password_guessable", "password_too_common"}
