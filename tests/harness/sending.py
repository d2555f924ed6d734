"""People who send their applications while something is broken, and the count of what became of it.

The parent process keeps its own log of what each person was told; afterwards the log and the tables must agree: nothing told
is missing, nothing is there twice, nothing lacks its outbox, event, letter or trail row (docs/security.md section 3).
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from typing import Any, Protocol, TypeVar

from asnkarier.embedded.bootstrap import PROJECT_ROOT
from tests.harness.visitor import Lost, Visitor

T = TypeVar("T")


class Sent(Protocol):
    """What is asked of a portal that people send to: one process group (LivePortal), or a whole site (tests/cluster)."""

    def visitor(self, session: str = "") -> Visitor: ...

    def environment(self, process: str) -> dict[str, str]: ...

    def rows(self, statement: str) -> list[tuple[Any, ...]]: ...

    def run_command(self, *words: str) -> str: ...


CALM = "Portal sedang terganggu"
STORED = (
    "SELECT a.public_id::text, a.state, a.receipt_number, a.receipt_id IS NOT NULL, a.snapshot_sha256 <> '',"
    " (SELECT count(*) FROM vacancies_applicationevent e WHERE e.application_id = a.id AND e.action = 'submit'),"
    " (SELECT count(*) FROM core_auditentry t WHERE t.object_id = a.public_id::text AND t.act = 'submit_application'),"
    " (SELECT count(*) FROM core_outboxmessage o WHERE o.key LIKE 'application-sent:' || a.receipt_number || ':%%'),"
    " (SELECT count(*) FROM core_notification n WHERE n.key LIKE 'application-sent:' || a.receipt_number || ':%%')"
    " FROM vacancies_application a"
)


def gather(portal: Sent, people: int, vacancies: int = 1, admins: int = 0) -> list[dict[str, str]]:
    """Complete drafts in the portal's database, each with a session of its owner (tests/harness/crowd.py)."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.harness.crowd", str(people), str(vacancies), str(admins)],
        env=portal.environment("worker"),
        cwd=PROJECT_ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def retried(ask: Callable[[], T], lost: list[str], seconds: float = 60) -> T:
    """Ask again until an answer comes; every cut line is noted in `lost`."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            return ask()
        except Lost as error:
            lost.append(str(error))
            assert time.monotonic() < deadline, "the portal did not come back"
            # Often enough to meet every moment of a start; more often would only slow the start down.
            time.sleep(0.1)


def calm(answer: tuple[int, str, str]) -> tuple[int, str, str]:
    """The answer, unless it is the page of an outage.

    Raises:
        Lost: the portal said calmly that it cannot answer now. Any other failing page fails the test.
    """
    status, _, text = answer
    if status < 500:
        return answer
    assert CALM in text, text[:2000]
    assert "Traceback" not in text
    assert "psycopg" not in text
    raise Lost(str(status))


def send(
    portal: Sent, person: Mapping[str, str], told: dict[str, str], lost: list[str], ready: Callable[[], Any] = lambda: None
) -> None:
    """Open the check page, send; after a cut line or a calm page ask again until the portal answers.

    Args:
        told: gets the text of the receipt page under the application's id; lost: gets one word for each time nothing came.
        ready: called between opening and sending, to wait for others.
    """
    visitor = portal.visitor(person["session"])
    page = f"/lamaran/{person['application']}/periksa/"
    target, fields = retried(lambda: _form(visitor, page), lost)
    ready()
    status, onward, _ = retried(lambda: calm(visitor.request("POST", target, fields)), lost)
    assert (status, onward) == (302, f"/lamaran/{person['application']}/terkirim/"), (status, onward)
    _, _, text = retried(lambda: calm(visitor.request("GET", onward)), lost)
    told[person["application"]] = text


def _form(visitor: Visitor, page: str) -> tuple[str, dict[str, str]]:
    calm(visitor.request("GET", page))
    try:
        return visitor.form(page, "/kirim/")
    except AssertionError as error:
        # Gone between the two questions.
        if "answered 5" in str(error):
            raise Lost("500") from None
        raise


def assert_told_is_kept(portal: Sent, people: list[dict[str, str]], told: Mapping[str, str], figures: object) -> None:
    """What the people were told, the tables, the register of letters and the trail agree to the last row.

    Args:
        people: all the portal has; each was told of a receipt. figures: shown when it does not hold.
    """
    wanted = {person["application"] for person in people}
    assert set(told) == wanted, figures
    stored = portal.rows(STORED)
    assert {row[0]: row[1:2] + row[3:] for row in stored} == dict.fromkeys(wanted, ("SUBMITTED", True, True, 1, 1, 1, 1)), figures
    numbers = {row[0]: row[2] for row in stored}
    assert [name for name in wanted if numbers[name] not in told[name]] == [], "a receipt number other than the one told"
    letters = portal.rows("SELECT number FROM core_letter WHERE kind = 'TANDA_TERIMA'")
    assert len(letters) == len({number for (number,) in letters}) == len(wanted), "a letter too many or too few"
    registers = portal.rows("SELECT sum(last) FROM core_letterregister")
    assert registers == [(len(wanted),)], "the register of letters has a gap"
    vacancies = len({person["vacancy"] for person in people})
    assert portal.run_command("verify_audit").splitlines()[0] == f"Utuh: {vacancies} rantai, {len(wanted)} baris."
