"""The key that signs bundles of the trail: Ed25519, made once at the first bundle, kept with the secrets.

It says "this portal made this bundle", nothing about a person. The public half is what an auditor asks the operator for, on
another way than the bundle itself.
"""

import os
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings


def sign(content: bytes) -> str:
    """Signature of the bytes, 128 hex digits."""
    return _key().sign(content).hex()


def public_key() -> str:
    """The public key, 64 hex digits; makes the pair when there is none yet."""
    raw = _key().public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return raw.hex()


def known_public_key() -> str:
    """The public key as it lies beside the secret one, "" before the first bundle; for pages, which hold no secret."""
    path = Path(f"{settings.TRAIL_KEY_FILE}.pub")
    return path.read_text().strip() if path.exists() else ""


def _key() -> Ed25519PrivateKey:
    path = Path(settings.TRAIL_KEY_FILE)
    if not path.exists():
        _make(path)
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError(f"{path} holds no Ed25519 key")
    return key


def _make(path: Path) -> None:
    """Write a new pair; whoever comes second keeps the first one's."""
    key = Ed25519PrivateKey.generate()
    text = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    raw = key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        draft.unlink()
    Path(f"{path}.pub").write_text(raw.hex() + "\n")
