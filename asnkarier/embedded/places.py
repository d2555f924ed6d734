"""Where everything lies under the local folder, and who owns it."""

import base64
import hashlib
import os
import pwd
import secrets
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from asnkarier.embedded.bootstrap import Unready

SERVER_ACCOUNT = "embedded_postgres"
# A Unix socket path may have 107 bytes; PostgreSQL appends "/.s.PGSQL.5432" and its lock file.
LONGEST_SOCKET_FOLDER = 85


@dataclass(frozen=True)
class Places:
    """Paths of one installation.

    Args:
        home: absolute path of the local folder (`.local`, or a test instance's own).
    """

    home: Path

    @property
    def postgres(self) -> Path:
        """Data folder of PostgreSQL."""
        return self.home / "postgres"

    @property
    def postgres_draft(self) -> Path:
        """Data folder while it is being created."""
        return self.home / "postgres.baru"

    @property
    def log(self) -> Path:
        """Folder of log files."""
        return self.home / "log"

    @property
    def secrets(self) -> Path:
        """File of generated secrets, mode 0600."""
        return self.home / "secrets.env"

    @property
    def lock(self) -> Path:
        """File that a running portal keeps locked."""
        return self.home / "run.lock"

    @property
    def accounts(self) -> Path:
        """The printed table of demo accounts, mode 0600."""
        return self.home / "demo-accounts.txt"

    @property
    def static_key(self) -> Path:
        """Fingerprint of the static files last collected."""
        return self.home / "static.key"

    @property
    def sockets(self) -> Path:
        """Folder of the two servers' sockets: never inside the data folder, where a base backup would copy the socket's lock."""
        inside = self.home / "sockets"
        if len(os.fsencode(inside)) <= LONGEST_SOCKET_FOLDER:
            return inside
        mark = hashlib.sha256(os.fsencode(self.home)).hexdigest()[:10]
        return Path(tempfile.gettempdir()) / f"asnkarier-{os.geteuid()}-{mark}"

    def make(self) -> pwd.struct_passwd | None:
        """Create the folders with tight modes.

        Returns:
            The system account the servers must run under when this process is root, else None.

        Raises:
            Unready: a folder belongs to somebody else.
        """
        account = server_account()
        self.home.mkdir(parents=True, exist_ok=True)
        self.home.chmod(0o711 if account else 0o700)
        # As root others may pass through the local folder; what people uploaded is none of their business.
        for folder in (self.log, self.home / "media"):
            folder.mkdir(mode=0o700, exist_ok=True)
            folder.chmod(0o700)
        make_private(self.sockets, account)
        if account:
            open_path_to(self.home / "postgres")
        return account


def server_account() -> pwd.struct_passwd | None:
    """System account for the servers when we are root (PostgreSQL refuses to run as root), else None."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(SERVER_ACCOUNT)
    except KeyError:
        command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SERVER_ACCOUNT]
    try:
        subprocess.run(command, check=False, capture_output=True, stdin=subprocess.DEVNULL)
        return pwd.getpwnam(SERVER_ACCOUNT)
    except (OSError, KeyError):
        return pwd.getpwnam("nobody")


def make_private(folder: Path, account: pwd.struct_passwd | None) -> None:
    """Create `folder` with mode 0700 for the servers' account.

    Raises:
        Unready: the name exists and belongs to another account, as in a folder everybody may write to.
    """
    folder.mkdir(mode=0o700, exist_ok=True)
    facts = folder.lstat()
    owner = account.pw_uid if account else os.geteuid()
    if not stat.S_ISDIR(facts.st_mode) or facts.st_uid not in {owner, os.geteuid()}:
        raise Unready(f"Folder {folder} milik pengguna lain. Hapus atau pindahkan folder itu, lalu jalankan lagi.")
    if facts.st_uid != owner and account:
        os.chown(folder, account.pw_uid, account.pw_gid)
    folder.chmod(0o700)


def open_path_to(folder: Path) -> list[Path]:
    """Let other accounts pass through (not list) the folders above `folder`; needed only as root.

    Returns:
        The folders whose mode was changed.
    """
    changed = []
    for parent in folder.parents:
        mode = stat.S_IMODE(parent.stat().st_mode)
        if not mode & stat.S_IXOTH:
            parent.chmod(mode | stat.S_IXOTH)
            changed.append(parent)
    return changed


def load_secrets(path: Path) -> dict[str, str]:
    """Read the installation's secrets, generated at the first call.

    Args:
        path: an environment file of `NAME=value` lines; written with mode 0600 before anything is in it.

    Returns:
        SECRET_KEY and SECOND_FACTOR_KEYS (one Fernet key: 32 random bytes in URL-safe base64).
    """
    if not path.exists():
        fernet = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
        text = f"SECRET_KEY={secrets.token_urlsafe(50)}\nSECOND_FACTOR_KEYS={fernet}\n"
        draft = path.with_suffix(".tmp")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(text)
        draft.replace(path)
    path.chmod(0o600)
    return dict(line.split("=", 1) for line in path.read_text().splitlines() if "=" in line)
