"""Whether the collected static files are still those of the source tree, found out without loading Django."""

import hashlib
from pathlib import Path

from asnkarier.embedded.bootstrap import fingerprint
from asnkarier.embedded.database import PROJECT


def static_key(key_file: Path, collected: Path) -> str:
    """Fingerprint of the static files to collect, or "" when those already collected are the same.

    Args:
        key_file: where the fingerprint was left after collecting.
        collected: folder of the collected files.
    """
    files = [path for folder in ("static", "*/static") for path in PROJECT.glob(f"{folder}/**/*") if path.is_file()]
    # Name, size and time notice every edit and read no file; the lock stands for the packages' own static files.
    facts = [(str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in sorted(files)]
    lock = fingerprint(str(PROJECT / "requirements.lock"))
    key = hashlib.sha256(repr((facts, lock)).encode()).hexdigest()
    same = key_file.exists() and key_file.read_text() == key and (collected / "staticfiles.json").exists()
    return "" if same else key
