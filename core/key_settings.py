"""Keys of the site: a process that would start without them, or with broken ones, is refused with one sentence.

Without this a malformed key shows itself only when the first second factor, exam question or document is opened, and a key that
was named twice looks like a rotation that never happened.
"""

from collections.abc import Mapping, Sequence

from cryptography.fernet import Fernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

# Settings that hold Fernet keys, newest first.
NAMES = ("SECOND_FACTOR_KEYS", "EXAM_KEYS", "DOCUMENT_KEYS")
KEY_BYTES = 32
HOW = "Cara membuatnya: docs/operations.md, Install."


def keys_fault(name: str, keys: Sequence[str]) -> str | None:
    """What is wrong with the keys of one setting, as a sentence that holds no key; None when they serve.

    Args:
        name: of the setting; keys: Fernet keys (32 bytes in URL-safe base64), newest first.
    """
    if not keys:
        return f"{name} kosong, padahal paling sedikit satu kunci diperlukan. {HOW}"
    for place, key in enumerate(keys, start=1):
        try:
            Fernet(key)
        except ValueError:
            return f"{name}: kunci ke-{place} bukan {KEY_BYTES} bita dalam base64. {HOW}"
        if key in keys[: place - 1]:
            return f"{name}: kunci ke-{place} sama dengan kunci ke-{keys.index(key) + 1}. Sebut tiap kunci sekali."
    return None


def require_keys(given: Mapping[str, Sequence[str]] | None = None) -> None:
    """Refuse to start with keys that do not serve.

    Args:
        given: keys by setting; those of `settings` without it.

    Raises:
        ImproperlyConfigured: with the sentence of the first fault.
    """
    found = given if given is not None else {name: getattr(settings, name) for name in NAMES}
    for name, keys in found.items():
        if (fault := keys_fault(name, keys)) is not None:
            raise ImproperlyConfigured(fault)
