"""The same form sent four times at the same instant, over HTTP (docs/security.md section 3, row 10): the act happens once."""

import hashlib
import http.client
import json
import threading
from collections.abc import Iterator

import pytest

from asnkarier.embedded.supervisor import wait_for_web, web_part
from core.uploads.keys import MARK
from tests.factories.files import heavy_pdf
from tests.harness.instance import Instance
from tests.harness.live import LivePortal
from tests.harness.sending import gather
from tests.harness.visitor import COOKIE, Forms, Visitor

pytestmark = pytest.mark.owasp("A06")

FOUR = 4
PEOPLE = 6
PIECE = 1024 * 1024
REASON = "Kabar lowongan terlambat sampai ke dua wilayah."


@pytest.fixture(scope="module")
def wide_portal(test_instance: Instance) -> Iterator[LivePortal]:
    """A web server of four processes, so that four posts are really at work at once. Nobody delivers mail: it can be counted."""
    portal = LivePortal(test_instance, f"asnkarier_empat_{test_instance.worker or 'single'}", test_instance.template())
    portal.web = web_part(portal.environment("web"), portal.logs, portal.port, workers=FOUR)
    portal.collect_static()
    try:
        portal.web.start()
        assert wait_for_web(portal.web, portal.port) == 200
        yield portal
    finally:
        portal.stop()


def four_times(portal: LivePortal, session: str, path: str, fields: dict[str, str]) -> list[tuple[int, str]]:
    """Post the same fields by four browsers of one person at once; status and way on of each, sorted."""
    gate, answers = threading.Barrier(FOUR), []

    def press() -> None:
        visitor = Visitor(portal.port, session)
        gate.wait()
        answers.append(visitor.request("POST", path, fields)[:2])

    threads = [threading.Thread(target=press) for _ in range(FOUR)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == FOUR
    return sorted(answers)


@pytest.fixture(scope="module")
def people(wide_portal: LivePortal) -> Iterator[dict[str, str]]:
    """People with a complete draft for a vacancy of their own; each test takes the next one."""
    return iter(gather(wide_portal, PEOPLE, PEOPLE, PEOPLE))


@pytest.fixture
def person(people: Iterator[dict[str, str]]) -> dict[str, str]:
    return next(people)


@pytest.fixture
def visitor(wide_portal: LivePortal, person: dict[str, str]) -> Visitor:
    """The browser of that person."""
    return Visitor(wide_portal.port, person["session"])


def number(portal: LivePortal, statement: str, *values: str) -> int:
    return portal.rows(statement, values)[0][0]


def acts(portal: LivePortal, act: str, public_id: str) -> int:
    return number(portal, "SELECT count(*) FROM core_auditentry WHERE act = %s AND object_id = %s", act, public_id)


def test_submit_then_withdraw(wide_portal, visitor, person):
    application = person["application"]
    target, fields = visitor.form(f"/lamaran/{application}/periksa/", "/kirim/")
    done = f"/lamaran/{application}/terkirim/"
    assert four_times(wide_portal, visitor.session, target, fields) == [(302, done)] * FOUR
    receipt = number(wide_portal, "SELECT receipt_number FROM vacancies_application WHERE public_id = %s", application)
    assert receipt in visitor.request("GET", done)[2]
    sent = "SELECT count(*) FROM core_outboxmessage WHERE key LIKE 'application-sent:' || %s || ':%%'"
    letters = "SELECT count(*) FROM core_letter l JOIN vacancies_application a ON a.receipt_id = l.id WHERE a.public_id = %s"
    assert (number(wide_portal, sent, receipt), number(wide_portal, letters, application)) == (1, 1)
    assert acts(wide_portal, "submit_application", application) == 1

    path = f"/lamaran/{application}/mundur/"
    target, fields = visitor.form(path, "mundur")
    answers = four_times(wide_portal, visitor.session, target or path, fields | {"reason": "Pindah tugas."})
    assert answers == [(302, f"/lamaran/{application}/")] * FOUR
    assert acts(wide_portal, "withdraw_application", application) == 1
    events = (
        "SELECT e.action FROM vacancies_applicationevent e JOIN vacancies_application a ON a.id = e.application_id"
        " WHERE a.public_id = %s ORDER BY e.id"
    )
    assert [row[0] for row in wide_portal.rows(events, (application,))][-2:] == ["submit", "withdraw"]
    kept = (
        "SELECT count(*) FROM vacancies_withdrawnsubmission w JOIN vacancies_application a ON a.id = w.application_id"
        " WHERE a.public_id = %s"
    )
    assert number(wide_portal, kept, application) == 1


def test_extend(wide_portal, person):
    vacancy, visitor = person["vacancy_page"], Visitor(wide_portal.port, person["admin_session"])
    # The rule allows it from 24 hours before closing.
    wide_portal.rows("UPDATE vacancies_vacancy SET closes_at = now() + interval '2 hours' WHERE public_id = %s", (vacancy,))
    page = f"/instansi/lowongan/{vacancy}/perpanjang/"
    status, _, text = visitor.send(page, "perpanjang", reason=REASON)
    assert status == 200
    ((target, fields),) = [found for found in Forms(text).found if "pasti" in found[1]]
    fields = {name: fields[name] for name in fields if name != "ubah"}
    before = number(wide_portal, "SELECT closes_at FROM vacancies_vacancy WHERE public_id = %s", vacancy)
    # One is told that it is done, the others who did it and that nothing more changed.
    answers = four_times(wide_portal, visitor.session, target or page, fields)
    assert answers == [(302, f"{page}selesai/")] + [(409, "")] * 3
    count = "SELECT count(*), min(previous_closes_at), max(v.closes_at) > min(previous_closes_at)"
    count += " FROM vacancies_registrationextension e JOIN vacancies_vacancy v ON v.id = e.vacancy_id WHERE v.public_id = %s"
    assert wide_portal.rows(count, (vacancy,)) == [(1, before, True)]
    assert acts(wide_portal, "extend_registration", vacancy) == 1


def sent_in_pieces(portal: LivePortal, visitor: Visitor, token: str, purpose: str, content: bytes) -> str:
    """Bring a whole file by pieces; the id of the upload. Each piece is sent four times at once."""
    start = {"purpose": purpose, "name": "berkas.pdf", "size": str(len(content)), "csrfmiddlewaretoken": token}
    start["fingerprint"] = hashlib.sha256(content).hexdigest()
    status, _, text = visitor.request("POST", "/unggahan/", start)
    assert status == 200, text
    upload = json.loads(text)["id"]
    for place in range(0, len(content), PIECE):
        gate, answers = threading.Barrier(FOUR), []

        def press(place=place, gate=gate, answers=answers) -> None:
            line = http.client.HTTPConnection("127.0.0.1", portal.port, timeout=30)
            headers = {"Cookie": f"{COOKIE}={visitor.session}", "X-CSRFToken": token, "Content-Type": "application/octet-stream"}
            gate.wait()
            line.request("POST", f"/unggahan/{upload}/potongan/?mulai={place}", content[place : place + PIECE], headers)
            answer = line.getresponse()
            answers.append((answer.status, json.loads(answer.read())["received"]))
            line.close()

        threads = [threading.Thread(target=press) for _ in range(FOUR)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert answers == [(200, min(place + PIECE, len(content)))] * FOUR
    return upload


def test_upload_of_a_document_comes_to_its_end(wide_portal, visitor, person):
    application, content = person["application"], heavy_pdf(1_800_000)
    ((kind,),) = wide_portal.rows(
        "SELECT min(d.type) FROM vacancies_applicationdocument d JOIN vacancies_application a ON a.id = d.application_id"
        " WHERE a.public_id = %s",
        (application,),
    )
    action = f"/lamaran/{application}/dokumen/{kind}/unggah/"
    _, fields = visitor.form(f"/lamaran/{application}/dokumen/", action)
    token = fields["csrfmiddlewaretoken"]
    upload = sent_in_pieces(wide_portal, visitor, token, f"application:{application}:{kind}", content)
    answers = four_times(wide_portal, visitor.session, action, {"csrfmiddlewaretoken": token, "file-unggahan": upload})
    assert {status for status, _ in answers} == {302}
    rows = (
        "SELECT d.public_id, d.sha256 FROM vacancies_applicationdocument d"
        " JOIN vacancies_application a ON a.id = d.application_id WHERE a.public_id = %s AND d.type = %s"
    )
    ((document, mark),) = wide_portal.rows(rows, (application, kind))
    assert mark == hashlib.sha256(content).hexdigest()
    assert acts(wide_portal, "upload_document", str(document)) == 1
    assert visitor.download(f"/dokumen/{document}/") == content
    files = [each.read_bytes() for each in (wide_portal.home / "media").rglob("*.pdf") if each.stat().st_size > 1_000_000]
    assert [file.startswith(MARK) and content[:1000] not in file for file in files] == [True]
    assert not list((wide_portal.home / "media" / "uploads").glob("*.part"))


def test_document_of_the_locker(wide_portal, visitor):
    page = "/profil/bukti/tambah/"
    _, fields = visitor.form(page, "tambah")
    upload = sent_in_pieces(wide_portal, visitor, fields["csrfmiddlewaretoken"], "evidence", heavy_pdf(1_200_000))
    fields |= {"type": "SERTIFIKAT", "title": "Sertifikat empat kali", "file-unggahan": upload}
    answers = four_times(wide_portal, visitor.session, page, fields)
    assert {status for status, _ in answers} == {302}, answers
    assert number(wide_portal, "SELECT count(*) FROM employees_evidencedocument WHERE title = 'Sertifikat empat kali'") == 1


def test_alert_and_saved_vacancy(wide_portal, visitor, person):
    page = "/langganan/baru/?cari=biro"
    target, fields = visitor.form(page, "")
    answers = four_times(wide_portal, visitor.session, page, fields | {"frequency": "DAILY"})
    assert answers == [(302, "/langganan/")] * FOUR, target
    ((user, alerts),) = wide_portal.rows("SELECT user_id, count(*) FROM vacancies_vacancyalert GROUP BY 1")
    assert (str(user), alerts) == (person["user"], 1)

    vacancy = person["vacancy_page"]
    page = f"/lowongan/{vacancy}/simpan/"
    _, fields = visitor.form(page, "")
    assert four_times(wide_portal, visitor.session, page, fields) == [(302, f"/lowongan/{vacancy}/")] * FOUR
    assert wide_portal.rows("SELECT user_id::text FROM vacancies_savedvacancy") == [(person["user"],)]


def test_somebody_anonymous_asks_for_an_alert(wide_portal):
    visitor = Visitor(wide_portal.port)
    page = "/langganan/baru/?cari=inspektur"
    _, fields = visitor.form(page, "")
    fields |= {"email": "ibu.sari@kemen.example", "frequency": "DAILY"}
    answers = four_times(wide_portal, visitor.session, page, fields)
    # Three mails a day to one address, also when they are asked for at the same instant.
    assert answers == [(200, "")] + [(302, "/langganan/terkirim/")] * 3
    assert number(wide_portal, "SELECT count(*) FROM vacancies_vacancyalert WHERE email = 'ibu.sari@kemen.example'") == 1
    assert number(wide_portal, "SELECT count(*) FROM core_outboxmessage WHERE to_address = 'ibu.sari@kemen.example'") == 3
