"""The main job, plan to appointment, in browsers that come through the proxy of the whole site; machines are lost on the way.

The walks are those of tests/e2e/test_walks.py, step by step. Run by `make cluster`.
"""

import time
from collections import Counter
from dataclasses import dataclass, field

import pytest

from core.uploads.keys import MARK
from tests.cluster.topology import NAME, Site, wait_for
from tests.e2e.people import Desks
from tests.e2e.test_walks import CHAIR, FIVE, NINE, play_to_appointment_by_setkab, play_to_appointment_by_the_ppk, seeded_plan
from tests.e2e.walk import OFFICE, Walk
from tests.faults.test_postgres_killed import kill_everything
from tests.harness.pair import HEADS, one

AUTHENTICATORS = "SELECT count(*) FROM mfa_authenticator WHERE type = 'totp'"


@dataclass
class WalkOverMachines(Walk):
    """A walk that loses programs when applications are in, until the minutes are signed, and the primary before the last verdict:
    what was decided so far must stand on the machine that was the standby.

    Args:
        site: its machines; lost: names of the programs it loses, a web machine first.
        answered: requests each web machine answered before the loss, during it and after it.
        without_primary: seconds until a page asked the promoted one.
    """

    site: Site = field(kw_only=True)
    lost: tuple[str, ...] = field(kw_only=True)
    answered: list[Counter[str]] = field(default_factory=list)
    without_primary: float = 0

    def note_answered(self) -> None:
        self.answered.append(self.site.answered(sum(each.total() for each in self.answered)))

    def close_registration(self) -> None:
        self.note_answered()
        for name in self.lost:
            self.site.kill(name)
        super().close_registration()

    def sign_minutes(self) -> None:
        self.note_answered()
        for name in self.lost:
            self.site.start_again(name)
        wait_for(lambda: all(self.site.is_ready(machine) for machine in self.site.webs))
        super().sign_minutes()

    def determine(self, key: str, chosen: list[tuple[str, str]]) -> None:
        site, dead = self.site, self.site.primary
        kill_everything(dead.process.pid)
        dead.process.wait()
        began = time.monotonic()
        site.promote_second()
        wait_for(site.asks_the_database)
        self.without_primary = time.monotonic() - began
        site.follow(site.primary, site.second, site.first, "db1")
        site.wait_for_standby(True)
        super().determine(key, chosen)


# Level, seats, applicants, how it is played, who signs besides PyB, PPK, Wasdal and chair, and what is lost.
PRATAMA = ("PRATAMA", 2, NINE, play_to_appointment_by_the_ppk, (), ("web1",))
MADYA = ("MADYA", 1, FIVE, play_to_appointment_by_setkab, ("setkab",), ("web2", "work1-worker", "work1-beat"))


@pytest.mark.parametrize(("level", "seats", "people", "play", "signer", "lost"), [PRATAMA, MADYA], ids=["pratama", "madya"])
def test_plan_to_appointment_while_machines_and_the_primary_are_lost(
    demo_site, new_context, tmp_path, tell, level, seats, people, play, signer, lost
):
    """Approvals, minutes and determination each with a code; applications with files in the store; the letters by mail."""
    site, began = demo_site, time.monotonic()
    desks = Desks(site, lambda **options: new_context(base_url=site.url, **options))
    vacancy_id, panel = seeded_plan(site, level, seats)
    ((seeded,),) = site.rows(AUTHENTICATORS)
    walk = WalkOverMachines(site, desks, vacancy_id, people, panel, tmp_path, site=site, lost=lost)
    play(walk, new_context(base_url=site.url).new_page())
    seconds = time.monotonic() - began

    walk.note_answered()
    both = {machine.name for machine in site.webs}
    before, meanwhile, after = walk.answered
    assert [set(each) for each in walk.answered] == [both, both - set(lost), both], walk.answered
    files = site.rows(
        "SELECT d.file FROM vacancies_applicationdocument d JOIN vacancies_application a ON a.id = d.application_id"
        " JOIN vacancies_vacancy v ON v.id = a.vacancy_id WHERE v.public_id = %s", (vacancy_id,),
    )  # fmt: skip
    assert len(files) >= len(people)
    assert all(site.bucket().Object(path).get()["Body"].read(len(MARK)) == MARK for (path,) in files)
    ((rows,),) = site.rows("SELECT count(*) FROM core_auditentry WHERE chain = %s", (f"vacancy:{vacancy_id}",))
    with_code = sum((site.logs / f"{machine.name}.log").read_text().count("'by': 'password+totp'") for machine in site.webs)
    assert with_code >= len({f"pyb.{OFFICE}", f"ppk.{OFFICE}", "wasdal", CHAIR, *signer})
    # Without an authenticator the portal shows no page of a duty: admin, secretariat and panel set theirs up at first.
    ((set_up,),) = site.rows(AUTHENTICATORS)
    assert set_up - seeded >= 2 + len(panel[1:])
    wait_for(lambda: one(site.standby, HEADS, NAME) == one(site.primary, HEADS, NAME))
    tell(
        f"plan to appointment, {level}", seconds=round(seconds), before_loss=before, lost=lost, meanwhile=meanwhile,
        after_return=after, without_primary_seconds=round(walk.without_primary, 2), signed_in_with_code=with_code,
        authenticators_set_up=set_up - seeded, files=len(files), mails=len(site.delivered()), trail_rows=rows,
        verified=site.run_command("verify_audit").splitlines()[0],
    )  # fmt: skip
