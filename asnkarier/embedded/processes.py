"""Starting and stopping child processes so that none outlives the launcher."""

import contextlib
import ctypes
import os
import pwd
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def die_with_parent(how: signal.Signals) -> Callable[[], None] | None:
    """Function to run in a fresh child: the kernel then sends it `how` when its parent is gone, even by `kill -9`.

    The kernel means the parent's thread, so children are started from the main thread only. It promises nothing for a
    parent that went between the fork and the wish, so the child looks for itself. Linux only; elsewhere None.
    """
    libc = _libc
    if libc is None:
        return None
    parent = os.getpid()

    def wish() -> None:
        libc.prctl(PR_SET_PDEATHSIG, int(how))
        if os.getppid() != parent:
            # At once: a signal to itself would wake the launcher's own handler, which the child has inherited.
            os._exit(1)

    return wish


def spawn(
    command: Sequence[str],
    *,
    env: Mapping[str, str],
    log: Path,
    account: pwd.struct_passwd | None = None,
    last_wish: signal.Signals | None = signal.SIGTERM,
    cwd: Path | None = None,
) -> subprocess.Popen[bytes]:
    """Start a child in its own session, so that Ctrl-C reaches the launcher alone, which then stops all in order.

    Args:
        command: program and arguments.
        env: the child's whole environment.
        log: file its output is appended to.
        account: system account to run under (needs root), None for our own.
        last_wish: signal it gets when the launcher dies; None lets it live on.
        cwd: its working folder.
    """
    identity: dict[str, Any] = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}
    with open(log, "ab") as output:
        return subprocess.Popen(
            list(command),
            env=dict(env),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=die_with_parent(last_wish) if last_wish else None,
            cwd=cwd,
            **identity,
        )


def signal_group(child: subprocess.Popen[bytes], how: signal.Signals) -> None:
    """Send `how` to the child's whole session, also when the child itself is gone and left children behind."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, how)


def stop(child: subprocess.Popen[bytes], how: signal.Signals, seconds: float) -> None:
    """Ask the child to end with `how`, wait up to `seconds`, then kill whatever is left of its session."""
    if child.poll() is None:
        child.send_signal(how)
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(seconds)
    signal_group(child, signal.SIGKILL)
    child.wait()
