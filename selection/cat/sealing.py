"""How questions are kept: drafts under the portal's own key, reviewed ones under the keys of two people.

A reviewed question is encrypted with a key made for it alone. That key is cut into two halves, neither of which says anything
about it, and each half is encrypted to the public key of another person (X25519, HKDF-SHA256, AES-256-GCM). The private keys
lie in the database too, but locked with a code that the portal shows once and keeps nowhere. So neither the tables nor the
portal's environment nor one of the two people opens a question; both people together do. docs/decisions/0032.
"""

import base64
import json
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

KEY_BYTES = 32
NONCE_BYTES = 12
# Without the letters and digits that are mistaken for each other on paper: 32 signs, five bits each.
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
GROUPS, GROUP_LENGTH = 5, 5
SLOTS = (1, 2)


class SealBroken(Exception):
    """A wrong code, another's key, or a text that was tampered with: which of them cannot be told."""


def new_code() -> str:
    """A code of 125 bits to write on paper: too long to be guessed, so locking with it needs no slow function."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS))
    return "-".join(groups)


def new_pair() -> tuple[str, bytes]:
    """A new pair of keys: the public one as text, the private one as 32 bytes."""
    private = X25519PrivateKey.generate()
    return _text(private.public_key().public_bytes_raw()), private.private_bytes_raw()


def lock_private(private: bytes, code: str, about: str) -> str:
    """The private key, locked with a code.

    Args:
        about: name of the key; the locked text opens for no other.
    """
    return _text(_encrypt(_code_key(code, about), private, about))


def unlock_private(locked: str, code: str, about: str) -> bytes:
    """The private key again. Small letters, spaces and missing dashes do not matter.

    Raises:
        SealBroken: not this key's code.
    """
    return _decrypt(_code_key(code, about), _bytes(locked), about)


def seal_for_two(content: str, about: str, publics: tuple[str, str]) -> str:
    """A text that two people open together.

    Args:
        about: name of the question; the sealed text opens for no other. publics: public keys of the two people.

    Returns:
        canonical enough for a column: {"text", "halves": [first, second]} as JSON of base64.
    """
    key, first = secrets.token_bytes(KEY_BYTES), secrets.token_bytes(KEY_BYTES)
    halves = (first, _xor(key, first))
    return json.dumps(
        {
            "text": _text(_encrypt(key, content.encode(), about)),
            "halves": [
                _text(_to_public(half, public, f"{about}|{slot}"))
                for slot, half, public in zip(SLOTS, halves, publics, strict=True)
            ],
        }
    )


def half_of(sealed: str, private: bytes, about: str, slot: int) -> str:
    """One person's half of a question's key, as text.

    Raises:
        SealBroken: sealed to another key.
    """
    return _text(_from_public(_bytes(json.loads(sealed)["halves"][slot - 1]), private, f"{about}|{slot}"))


def open_with(sealed: str, halves: tuple[str, str], about: str) -> str:
    """The text, with both halves.

    Raises:
        SealBroken: one of the halves is not that of this text.
    """
    key = _xor(_bytes(halves[0]), _bytes(halves[1]))
    return _decrypt(key, _bytes(json.loads(sealed)["text"]), about).decode()


def seal_here(content: str) -> str:
    """A text under the portal's own key: hidden from a copy of the tables, not from the portal."""
    return _own_keys().encrypt(content.encode()).decode()


def open_here(sealed: str) -> str:
    """Inverse of `seal_here`, also with an older key."""
    return _own_keys().decrypt(sealed.encode()).decode()


def _own_keys() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.EXAM_KEYS])


def _code_key(code: str, about: str) -> bytes:
    plain = "".join(sign for sign in code.upper() if sign.isalnum())
    return _derived(plain.encode(), f"kode|{about}")


def _to_public(half: bytes, public: str, about: str) -> bytes:
    sender = X25519PrivateKey.generate()
    shared = sender.exchange(X25519PublicKey.from_public_bytes(_bytes(public)))
    own = sender.public_key().public_bytes_raw()
    return own + _encrypt(_derived(shared, f"paruh|{about}"), half, about)


def _from_public(sealed: bytes, private: bytes, about: str) -> bytes:
    shared = X25519PrivateKey.from_private_bytes(private).exchange(X25519PublicKey.from_public_bytes(sealed[:KEY_BYTES]))
    return _decrypt(_derived(shared, f"paruh|{about}"), sealed[KEY_BYTES:], about)


def _derived(secret: bytes, about: str) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=None, info=f"asnkarier soal|{about}".encode()).derive(secret)


def _encrypt(key: bytes, plain: bytes, about: str) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, about.encode())


def _decrypt(key: bytes, sealed: bytes, about: str) -> bytes:
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], about.encode())
    except InvalidTag as error:
        raise SealBroken from error


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))


def _text(plain: bytes) -> str:
    return base64.b64encode(plain).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text)
