"""Children of the launcher die with it, whenever it goes."""

import os
import signal
import sys
import time

import pytest

from asnkarier.embedded.processes import die_with_parent

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the kernel of Linux sends it")


@pytest.fixture
def report():
    """Pipe through which a grandchild, which nobody here can wait for, says what became of it."""
    reading, writing = os.pipe()
    yield reading, writing
    os.close(reading)


def leave_a_child(reading, writing, moment):
    """Fork a parent that forks a child and goes; the child makes its wish before or after that, and says when it outlived it."""
    parent = os.fork()
    if parent:
        os.close(writing)
        assert os.waitpid(parent, 0)[1] == 0
        return
    try:
        os.close(reading)
        wish = die_with_parent(signal.SIGKILL)
        here, told = os.pipe()
        if os.fork():
            os.close(told)
            os.read(here, 1)
            os._exit(0)
        parent = os.getppid()
        if moment == "before":
            wish()
        os.write(told, b"!")
        while os.getppid() == parent:
            time.sleep(0.005)
        if moment == "after":
            wish()
        os.write(writing, b"outlived")
    finally:
        # Neither of the two goes back into the suite.
        os._exit(1)


@pytest.mark.parametrize("moment", ["before", "after"])
def test_child_dies_with_its_parent_whether_its_wish_came_in_time_or_not(report, moment):
    """The launcher's `kill -9` may fall between its fork and the wish of what it forked: the kernel then tells nobody."""
    leave_a_child(*report, moment)
    assert os.read(report[0], 100) == b""
