"""What a password may not be. Length is Django's rule (15); there is no rule of composition, no expiry (NIST SP 800-63B rev 4).

Passwords are refused that are easily guessed for this portal, and those that are known to have leaked. For the latter an
installation names a file in `LEAKED_PASSWORDS_FILE`: SHA-1 sums in capitals, sorted, one a line, with or without ":count" behind
(the form in which the "Pwned Passwords" list is handed out). It is read by bisection, so its size does not matter.
"""

import hashlib
import os
import re
from pathlib import Path

from django.conf import settings
from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    UserAttributeSimilarityValidator,
)
from django.core.exceptions import ValidationError

from accounts.models import User

# Words anybody would try first here; written together, in any case, with digits for letters.
OWN_WORDS = (
    "asnkarier", "karier", "asn", "aparatur", "pegawai", "negeri", "sipil", "pns", "pppk", "bkn", "wasdal", "setkab", "ppk",
    "pyb", "pansel", "jabatan", "pimpinan", "tinggi", "pratama", "madya", "utama", "lowongan", "lamaran", "seleksi", "pelamar",
    "kementerian", "pemerintah", "provinsi", "kabupaten", "kota", "indonesia", "garuda", "pancasila", "merdeka", "admin",
    "password", "sandi", "rahasia", "masuk", "login", "portal",
)  # fmt: skip
_LOOKALIKES = str.maketrans("0134578$@!", "oieastbsai")
_RUNS = "0123456789012345678909876543210987654321abcdefghijklmnopqrstuvwxyzqwertyuiopasdfghjklzxcvbnm"
# Letters and digits that must be left once everything guessable is taken out.
OWN_LETTERS = 8


class LongPasswordValidator(MinimumLengthValidator):
    """Django's rule of length, said in the words of this portal."""

    def get_help_text(self) -> str:
        return f"Paling sedikit {self.min_length} huruf; beberapa kata yang tidak berhubungan mudah diingat dan sulit ditebak."


class UnlikeAccountValidator(UserAttributeSimilarityValidator):
    """Django's rule of likeness, said in the words of this portal."""

    def get_help_text(self) -> str:
        return "Tidak mirip nama, NIP, atau surel Anda."


class RarePasswordValidator(CommonPasswordValidator):
    """Django's list of common passwords, said in the words of this portal."""

    def get_help_text(self) -> str:
        return "Bukan kata sandi yang banyak dipakai orang."


class GuessablePasswordValidator:
    """Refuses what is nothing but words of this portal, of the own account, common passwords, runs and repetitions."""

    def __init__(self) -> None:
        self.common = CommonPasswordValidator().passwords

    def validate(self, password: str, user: User | None = None) -> None:
        left = self.left_of(password, user)
        if len(left) < OWN_LETTERS:
            raise ValidationError(
                "Kata sandi ini mudah ditebak: hampir seluruhnya kata umum, nama portal, data Anda sendiri, urutan, atau "
                "pengulangan. Pakai beberapa kata yang tidak berhubungan.",
                code="password_guessable",
            )

    def get_help_text(self) -> str:
        return "Bukan rangkaian kata umum, nama portal, data Anda sendiri, urutan, atau pengulangan."

    def left_of(self, password: str, user: User | None = None) -> str:
        """What remains of a password without its guessable parts."""
        text = re.sub(r"[^a-z0-9]", "", password.lower())
        own = [*OWN_WORDS, *self._of_account(user)]
        for word in sorted(own, key=len, reverse=True):
            text = _without(text, word)
        text = "".join(part for part in re.findall(r"\D+|\d+", text) if part not in self.common)
        text = re.sub(r"(.{1,8}?)\1+", r"\1", text)
        for length in range(len(text), 3, -1):
            for start in range(len(text) - length + 1):
                if text[start : start + length] in _RUNS:
                    return text[:start] + text[start + length :]
        return text

    def _of_account(self, user: User | None) -> list[str]:
        if user is None:
            return []
        words = [*re.split(r"\W+", f"{user.full_name} {user.email}".lower()), user.nip or "", (user.nip or "")[:8]]
        return [word for word in words if len(word) >= 3]


def _without(text: str, word: str) -> str:
    """`text` without `word`, also when digits stand for its letters."""
    folded, word = text.translate(_LOOKALIKES), word.translate(_LOOKALIKES)
    while (place := folded.find(word)) >= 0:
        text = text[:place] + text[place + len(word) :]
        folded = folded[:place] + folded[place + len(word) :]
    return text


class LeakedPasswordValidator:
    """Refuses what stands in the list of leaked passwords; without a list every password passes here."""

    def validate(self, password: str, user: User | None = None) -> None:
        if settings.LEAKED_PASSWORDS_FILE and is_listed(password, Path(settings.LEAKED_PASSWORDS_FILE)):
            raise ValidationError(
                "Kata sandi ini tercatat pernah bocor dari layanan lain, jadi akan dicoba orang. Pakai yang lain.",
                code="password_leaked",
            )

    def get_help_text(self) -> str:
        return "Tidak tercatat pernah bocor."


def is_listed(password: str, path: Path) -> bool:
    """Whether the SHA-1 of a password stands in a sorted file of them; an unreadable file is an error, not a yes."""
    wanted = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
    with path.open("rb") as file:
        low, high = 0, os.fstat(file.fileno()).st_size
        while low < high:
            middle = (low + high) // 2
            file.seek(middle)
            if middle:
                file.readline()
            line = file.readline()
            if not line or line[:40] > wanted:
                high = middle
            elif line[:40] == wanted:
                return True
            else:
                low = file.tell()
        file.seek(low)
        return file.readline()[:40] == wanted
