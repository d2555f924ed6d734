"""What processes and their children have used so far, read from /proc (Linux)."""

import os
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


def children(pid: int) -> list[int]:
    """Processes started by `pid` that run; [] when it is gone."""
    found = []
    try:
        for thread in Path(f"/proc/{pid}/task").iterdir():
            found += [int(word) for word in (thread / "children").read_text().split()]
    except OSError:
        return []
    return found


def processor_seconds(pid: int) -> float:
    """Seconds of processor of `pid` and of everything it ever started: what has ended and was waited for, and what runs."""
    try:
        # The name stands in brackets and may hold blanks; behind it the fields have fixed places (proc(5)).
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    own = sum(int(each) for each in fields[11:15]) / _TICKS
    return own + sum(processor_seconds(child) for child in children(pid))


def resident_megabytes(pid: int) -> float:
    """Memory of one process that is in use (RSS, shared pages included), in MiB; 0 when it is gone."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE / 1024 / 1024
    except OSError:
        return 0.0
