"""Processes of the portal that are killed, and what a person sees of it."""

import os
import signal

import pytest

from asnkarier.embedded.bootstrap import Unready
from asnkarier.embedded.supervisor import MOST_FALLS, first_page_status

pytestmark = pytest.mark.owasp("A10")


def test_killed_part_is_restarted_with_a_word(empty_portal, capsys):
    for part in empty_portal.parts:
        number = part.process.pid
        os.killpg(number, signal.SIGKILL)
        part.process.wait()
        part.revive(now=1.0)
        assert part.process.pid != number
        assert capsys.readouterr().out == f"{part.title} berhenti (kode -9) dan dijalankan kembali.\n"
    empty_portal.wait_for(lambda: first_page_status(empty_portal.port) == 200)


def test_part_that_falls_again_and_again_ends_the_portal(empty_portal):
    part = empty_portal.beat
    for fall in range(MOST_FALLS - 1):
        os.killpg(part.process.pid, signal.SIGKILL)
        part.process.wait()
        part.revive(now=float(fall))
    os.killpg(part.process.pid, signal.SIGKILL)
    part.process.wait()
    with pytest.raises(Unready, match=r"Penjadwal Celery berhenti 5 kali dalam satu menit.*beat\.log"):
        part.revive(now=10.0)


def test_falls_far_apart_are_forgiven(empty_portal):
    part = empty_portal.beat
    for fall in range(MOST_FALLS + 2):
        os.killpg(part.process.pid, signal.SIGKILL)
        part.process.wait()
        part.revive(now=fall * 61.0)
    assert part.process.poll() is None
