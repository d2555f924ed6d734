"""The whole main job, step by step, as demo people do it in a browser. Each step is one page somebody uses."""

import csv
import io
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page, expect

from asnkarier.demo.accounts import DEMO_PASSWORD
from asnkarier.demo.sample_files import sample_pdf, sample_portrait
from tests.e2e.people import Desks, Portal, address_of
from tests.harness.visitor import Forms

OFFICE = "kementerian"
# A panel of five for nine people fills in 45 sheets: after two people, and two sheets of each, a browser shows nothing new. The
# rest is sent over HTTP by the same forms.
SCORING_IN_A_BROWSER = 2
IN_A_BROWSER = 2
PHONE = "0812 3456 7890"
MOTIVE = "Saya ingin memimpin perbaikan layanan yang sudah lama saya kerjakan."
WHY = "Jawabannya rinci dan didukung contoh dari pekerjaannya."


@dataclass
class Walk:
    """One vacancy on its way from plan to appointment.

    Args:
        portal: the running portal; desks: browsers of its people.
        vacancy_id: public id of a complete draft plan; applicants: account keys, best first.
        panel: account keys of the panel, the chair first; files: folder for uploads.
    """

    portal: Portal
    desks: Desks
    vacancy_id: str
    applicants: tuple[str, ...]
    panel: tuple[str, ...]
    files: Path
    seen: list[str] = field(default_factory=list)

    # What the database says, to know where to go next; never to change anything.

    @property
    def state(self) -> str:
        return self.portal.rows("SELECT state FROM vacancies_vacancy WHERE public_id = %s", (self.vacancy_id,))[0][0]

    def wait_for_state(self, state: str) -> None:
        self.portal.wait_for(lambda: self.state == state, seconds=40)

    def application_id(self, key: str) -> str:
        rows = self.portal.rows(
            "SELECT a.public_id FROM vacancies_application a JOIN vacancies_vacancy v ON v.id = a.vacancy_id"
            " JOIN employees_employee e ON e.id = a.employee_id JOIN accounts_user u ON u.id = e.user_id"
            " WHERE v.public_id = %s AND u.email LIKE %s",
            (self.vacancy_id, f"{key}@%"),
        )
        return str(rows[0][0])

    def candidates(self) -> dict[str, tuple[str, int]]:
        """Account key -> (public id, participant number)."""
        rows = self.portal.rows(
            "SELECT split_part(u.email, '@', 1), c.public_id, c.number FROM selection_candidate c"
            " JOIN vacancies_application a ON a.id = c.application_id JOIN vacancies_vacancy v ON v.id = c.vacancy_id"
            " JOIN employees_employee e ON e.id = a.employee_id JOIN accounts_user u ON u.id = e.user_id"
            " WHERE v.public_id = %s",
            (self.vacancy_id,),
        )
        return {key: (str(public_id), number) for key, public_id, number in rows}

    def request_path(self) -> str:
        """Decision page of the newest round."""
        rows = self.portal.rows(
            "SELECT public_id FROM approvals_approvalrequest WHERE trail_chain = %s ORDER BY id DESC LIMIT 1",
            (f"vacancy:{self.vacancy_id}",),
        )
        return f"/persetujuan/{rows[0][0]}/"

    # Checks

    def look_as_applicant(self) -> str:
        """The first applicant's page must differ from what it said after the step before."""
        page = self.desks.open(self.applicants[0], f"/lamaran/{self.application_id(self.applicants[0])}/")
        text = page.locator("main").inner_text()
        assert text not in self.seen[-1:], f"the applicant's page did not change:\n{text}"
        self.seen.append(text)
        return text

    def status_of(self, key: str, path: str) -> int:
        """What the portal answers this person's browser, without following a redirect."""
        return self.desks[key].request.get(path, max_redirects=0).status

    # Steps

    def decide(self, key: str, verdict: str, note: str = "") -> None:
        page = self.desks.give_verdict(key, self.request_path(), verdict, note)
        page.wait_for_url("**/persetujuan/")
        expect(page.locator(".flash")).to_contain_text("tersimpan")

    def plan_and_publish(self) -> None:
        admin = f"admin.{OFFICE}"
        page = self.desks.open(admin, f"/instansi/lowongan/{self.vacancy_id}/ajukan/")
        page.get_by_role("button", name="Ajukan rencana").click()
        page.wait_for_url(f"**/instansi/lowongan/{self.vacancy_id}/")
        self.decide(f"pyb.{OFFICE}", "Setujui")
        self.decide(f"ppk.{OFFICE}", "Setujui")
        self.decide("wasdal", "Rekomendasikan")
        page = self.desks.open(admin, f"/instansi/lowongan/{self.vacancy_id}/terbitkan/")
        page.get_by_role("button", name="Terbitkan lowongan").click()
        page.wait_for_url(f"**/instansi/lowongan/{self.vacancy_id}/")
        if self.state == "PUBLISHED":
            self.move_clock("dibuka")
            self.wait_for_state("OPEN")

    def move_clock(self, event: str) -> None:
        """Use the demo clock's jump to "opens" or "closes" of this vacancy."""
        ((title,),) = self.portal.rows("SELECT position_title FROM vacancies_vacancy WHERE public_id = %s", (self.vacancy_id,))
        page = self.desks.open(f"admin.{OFFICE}", "/demo/jam/")
        row = page.locator("li").filter(has_text=title).filter(has_text=event)
        row.get_by_role("button", name="Lompat ke sini").click()
        page.wait_for_url("**/demo/jam/")

    def start_application(self, key: str) -> Page:
        page = self.desks.open(key, f"/lowongan/{self.vacancy_id}/")
        page.get_by_role("link", name="Lamar jabatan ini").first.click()
        page.get_by_role("button", name="Mulai lamaran").click()
        page.wait_for_url("**/lamaran/**")
        return page

    def fill_application(self, key: str) -> None:
        path = f"/lamaran/{self.application_id(key)}/"
        page = self.desks.open(key, path + "profil/")
        page.get_by_label("Telepon").fill(PHONE)
        self.press_save(page)
        page.goto(path + "dokumen/")
        for kind in self.required_documents():
            form = page.locator(f"form[action$='/{kind}/unggah/']")
            file = self.file_for(kind)
            form.locator("input[type=file]").set_input_files(file)
            form.locator("button[type=submit]").click()
            expect(page.locator(f"#dokumen-{kind} .paper-file")).to_contain_text(file.name)
        page.goto(path + "pernyataan/")
        page.get_by_label("Alasan melamar").fill(MOTIVE)
        page.get_by_label("Saya menyatakan").check()
        self.press_save(page)

    @staticmethod
    def press_save(page: Page) -> None:
        """Wait for the next page: a click returns at once, and a page opened meanwhile would cut the saving off."""
        with page.expect_navigation():
            page.get_by_role("button", name="Simpan").click()

    def required_documents(self) -> list[str]:
        rows = self.portal.rows(
            "SELECT d.type FROM vacancies_requireddocument d JOIN vacancies_vacancy v ON v.id = d.vacancy_id"
            " WHERE v.public_id = %s AND d.is_required ORDER BY d.position",
            (self.vacancy_id,),
        )
        return [row[0] for row in rows]

    def file_for(self, kind: str) -> Path:
        """A small file of the right kind: a picture for the portrait, a PDF for everything else."""
        content = sample_portrait() if kind == "PAS_FOTO" else sample_pdf(kind, ("Dokumen contoh.",))
        endings = {b"%PDF": "pdf", b"\x89PNG": "png"}
        path = self.files / f"{kind}.{endings.get(content[:4], 'jpg')}"
        path.write_bytes(content)
        return path

    def send_application(self, key: str) -> str:
        """Returns the receipt number."""
        page = self.desks.open(key, f"/lamaran/{self.application_id(key)}/periksa/")
        page.get_by_role("button", name="Kirim lamaran").click()
        page.wait_for_url("**/terkirim/")
        return page.locator(".receipt-number").inner_text()

    def apply(self, key: str) -> str:
        if self.applicants.index(key) >= IN_A_BROWSER:
            return self.apply_by_form(key)
        self.start_application(key)
        self.fill_application(key)
        number = self.send_application(key)
        self.desks.leave(key)
        return number

    def apply_by_form(self, key: str) -> str:
        """A whole application as the browser of `key` would send it."""
        visitor = self.portal.visitor()
        assert visitor.send("/akun/login/", "/akun/login/", login=address_of(key), password=DEMO_PASSWORD)[0] == 302
        start = f"/lowongan/{self.vacancy_id}/lamar/"
        status, path, text = visitor.send(start, start)
        assert (status, path) == (302, f"/lamaran/{self.application_id(key)}/"), text
        for page, typed in (("profil/", {"phone": PHONE}), ("pernyataan/", {"motivation": MOTIVE, "agrees": "on"})):
            target, fields = visitor.form(path + page, path + page)
            status, _, text = visitor.request("POST", target, fields | typed)
            assert status == 302, text
        for kind in self.required_documents():
            target, fields = visitor.form(path + "dokumen/", f"/{kind}/unggah/")
            file = self.file_for(kind)
            status, onward, text = visitor.request("POST", target, fields, {"file": (file.name, file.read_bytes())})
            assert status == 302, text
        status, onward, text = visitor.send(path + "periksa/", "/kirim/")
        assert (status, onward) == (302, path + "terkirim/"), text
        return visitor.request("GET", onward)[2].split('class="receipt-number"')[1].split(">")[1].split("<")[0].strip()

    def close_registration(self) -> None:
        self.move_clock("ditutup")
        self.wait_for_state("VERIFICATION")

    def verify_all(self) -> None:
        key = f"sekretariat.{OFFICE}"
        for place, applicant in enumerate(self.applicants):
            sheet = f"/instansi/pelamar/{self.application_id(applicant)}/"
            if place >= IN_A_BROWSER:
                self.verify_by_form(key, sheet)
                continue
            page = self.desks.open(key, sheet)
            for radio in page.locator("input[type=radio][value=PASS]").all():
                radio.check()
            page.get_by_label("Memenuhi syarat (MS)", exact=True).check()
            page.get_by_role("button", name="Simpan saja").click()
            page.wait_for_load_state()
        assert self.rows_in_state("PASSED") == len(self.applicants)

    def verify_by_form(self, key: str, sheet: str) -> None:
        """Every line fits and the application passes, as the browser of `key` would send it."""
        visitor = self.portal.visitor(self.desks.session(key))
        page = Forms(visitor.request("GET", sheet)[2])
        ((target, fields, offered),) = [
            (target, fields, offered)
            for (target, fields), offered in zip(page.found, page.offered, strict=True)
            if "outcome" in offered
        ]
        typed = {name: "PASS" for name, values in offered.items() if "PASS" in values} | {"outcome": "PASSED"}
        fields.pop("lanjut")
        status, _, text = visitor.request("POST", target or sheet, fields | typed)
        assert status == 302, text

    def rows_in_state(self, state: str) -> int:
        return self.portal.rows(
            "SELECT count(*) FROM vacancies_application a JOIN vacancies_vacancy v ON v.id = a.vacancy_id"
            " WHERE v.public_id = %s AND a.state = %s",
            (self.vacancy_id, state),
        )[0][0]

    def open_selection(self) -> None:
        page = self.desks.open(f"sekretariat.{OFFICE}", f"/instansi/lowongan/{self.vacancy_id}/mulai-seleksi/")
        page.get_by_role("button", name="Umumkan dan mulai penilaian").click()
        self.wait_for_state("SCORING")
        self.release("Hasil seleksi administrasi")

    def import_assessment(self) -> None:
        """One value a candidate, better applicants first."""
        numbers = self.candidates()
        text = io.StringIO()
        rows = csv.writer(text, delimiter=";")
        rows.writerow(["NOMOR_PESERTA", "ASSESS"])
        for place, key in enumerate(self.applicants):
            rows.writerow([numbers[key][1], f"{90 - 2 * place},5"])
        path = self.files / "asesmen.csv"
        path.write_text(text.getvalue())
        page = self.desks.open(f"sekretariat.{OFFICE}", f"/seleksi/{self.vacancy_id}/impor/")
        page.locator("input[type=file]").set_input_files(path)
        page.get_by_role("button", name="Periksa berkas").click()
        page.get_by_role("button", name="Simpan nilai").click()
        page.wait_for_load_state()

    def score_all(self) -> None:
        """Every member hands in a sheet for everybody: the chair and one member in a browser, the others by the same form."""
        found = self.candidates()
        for seat, member in enumerate(self.panel):
            for place, key in enumerate(self.applicants):
                score, sheet = f"{92 - 3 * place - seat % 3}", f"/penilaian/lembar/{found[key][0]}/"
                if seat >= SCORING_IN_A_BROWSER or place >= IN_A_BROWSER:
                    self.score_by_form(member, sheet, score)
                    continue
                page = self.desks.open(member, sheet)
                for box in page.locator("input[name^=score_]").all():
                    box.fill(score)
                for box in page.locator("textarea[name^=reason_]:visible").all():
                    box.fill(WHY)
                page.get_by_role("button", name="Periksa lalu kirim").click()
                page.wait_for_url("**/periksa/")
                page.locator("button[name=act][value=next]").click()
                page.wait_for_load_state()
            if seat:
                self.desks.leave(member)

    def score_by_form(self, member: str, sheet: str, score: str) -> None:
        """Fill in and hand in a sheet as the browser of `member` would send it."""
        visitor = self.portal.visitor(self.desks.session(member))
        status, _, text = visitor.request("GET", sheet)
        assert status == 200
        ((target, fields),) = [found for found in Forms(text).found if any(name.startswith("score_") for name in found[1])]
        typed = {name: score for name in fields if name.startswith("score_")}
        typed |= {name.replace("score_", "reason_", 1): WHY for name in typed}
        status, check, text = visitor.request("POST", target or sheet, fields | typed | {"act": "check"})
        assert (status, check) == (302, f"{sheet}periksa/"), text
        assert visitor.send(check, check, act="next")[0] == 302

    def close_calibration(self) -> None:
        page = self.desks.open(self.panel[0], f"/penilaian/{self.vacancy_id}/kalibrasi/tutup/")
        page.get_by_label("Catatan penutupan").fill("Semua nilai dibahas; tidak ada yang diubah.")
        page.get_by_role("button", name="Tutup kalibrasi").click()
        page.wait_for_url("**/kalibrasi/")

    def rank(self) -> None:
        page = self.desks.open(self.panel[0], f"/seleksi/{self.vacancy_id}/")
        page.get_by_role("button", name="Susun peringkat").click()
        self.wait_for_state("RANKED")

    def sign_minutes(self) -> None:
        """The admin prepares the minutes, the chair signs them, and with that the result is on its way."""
        page = self.desks.open(f"admin.{OFFICE}", f"/seleksi/{self.vacancy_id}/berita-acara/")
        page.get_by_role("button", name="Simpan dan minta tanda tangan").click()
        page.wait_for_url(f"**/seleksi/{self.vacancy_id}/")
        chair = self.panel[0]
        page = self.desks.open(chair, f"/seleksi/{self.vacancy_id}/berita-acara/tanda-tangan/")
        self.desks.add_code(chair, page)
        page.get_by_role("button", name="Tanda tangani dan ajukan").click()
        self.wait_for_state("RESULT_REVIEW")

    def determine(self, key: str, chosen: list[tuple[str, str]]) -> None:
        """Give the last verdict: one applicant a seat, with a reason where a better rank is passed over."""
        page = self.desks.open(key, self.request_path())
        page.get_by_label("Tetapkan", exact=True).check()
        numbers = self.candidates()
        for seat, (applicant, reason) in enumerate(chosen, start=1):
            page.locator(f"input[name=seat_{seat}][value='{int(numbers[applicant][1]):03d}']").check()
            if reason:
                page.locator(f"select[name=code_{seat}]").select_option("EXPERIENCE")
                page.locator(f"textarea[name=reason_{seat}]").fill(reason)
        self.desks.add_code(key, page)
        page.get_by_role("button", name="Kirim keputusan").click()
        page.wait_for_url("**/persetujuan/")

    def announce(self) -> None:
        page = self.desks.open(f"admin.{OFFICE}", f"/seleksi/{self.vacancy_id}/umumkan/")
        page.get_by_role("button", name="Umumkan hasil").click()
        self.wait_for_state("ANNOUNCED")
        self.release("Hasil akhir")

    def release(self, title: str) -> None:
        """Mails to many wait until somebody confirms how many leave."""
        ((batch, count),) = self.portal.rows(
            "SELECT b.public_id::text, count(m.id) FROM core_letterbatch b JOIN core_outboxmessage m ON m.batch_id = b.id"
            " WHERE b.about::text = %s AND b.title LIKE %s GROUP BY b.public_id",
            (self.vacancy_id, f"{title}%"),
        )
        page = self.desks.open(f"admin.{OFFICE}", f"/instansi/kotak-keluar/{batch}/")
        page.get_by_label("Jumlah surel yang dikirim").fill(str(count))
        page.get_by_role("button", name="Lepas dan kirim").click()
        page.get_by_text("Sudah dilepas").first.wait_for()

    def shortlist(self) -> list[str]:
        """Account keys of the newest shortlist, by rank."""
        rows = self.portal.rows(
            "SELECT split_part(u.email, '@', 1) FROM selection_rankingline l JOIN selection_ranking r ON r.id = l.ranking_id"
            " JOIN vacancies_vacancy v ON v.id = r.vacancy_id JOIN selection_candidate c ON c.id = l.candidate_id"
            " JOIN vacancies_application a ON a.id = c.application_id JOIN employees_employee e ON e.id = a.employee_id"
            " JOIN accounts_user u ON u.id = e.user_id WHERE v.public_id = %s AND l.is_shortlisted"
            " AND r.version = (SELECT max(version) FROM selection_ranking x WHERE x.vacancy_id = v.id) ORDER BY l.position",
            (self.vacancy_id,),
        )
        return [row[0] for row in rows]
