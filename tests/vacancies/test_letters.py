"""The agency's letters: released with a count, reworded, replaced, withdrawn."""

import html
import io

import pytest
from django.apps import apps
from django.core import mail as postbox
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from accounts.enums import Role
from asnkarier.trail_sources import HOMES
from core import bundles
from core.delivery import deliver_due
from core.letter_kinds import Wording, kinds
from core.letters import current_version, letter_bytes, write_letter
from core.models import AuditEntry, Letter, LetterBatch, LetterEnd, LetterWording, OutboxMessage, OutboxState
from core.outbox import gathered, held_for_release, queue_mail
from core.refusals import Refused
from tests.factories.people import AgencyFactory, UserFactory
from tests.factories.selection import CandidateFactory
from vacancies.actions import letters as actions

pytestmark = pytest.mark.django_db

FORM = "{number:03d}/HSL/{register}/{year}"
# After a first page, which reads what the session keeps.
PAGE_QUERIES, BATCH_QUERIES, WORDING_QUERIES = 6, 8, 5


@pytest.fixture(autouse=True)
def _places(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")


@pytest.fixture
def agency():
    return AgencyFactory(name="Kementerian Uji Surat")


@pytest.fixture
def admin(agency, client):
    user = UserFactory(role=Role.AGENCY_ADMIN, agency=agency, full_name="Rini Admin")
    client.force_login(user)
    return user


def body(response) -> str:
    return html.unescape(" ".join(response.content.decode().split()))


def text_of(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


def stream(response) -> bytes:
    """Content of an answer of the test client, which closes the file by itself."""
    return b"".join(response.streaming_content)


def result_letter(agency, name: str = "Siti Aminah", **words) -> Letter:
    return write_letter(
        kind="HASIL", register=agency.code, form=FORM, title="Pemberitahuan hasil seleksi Direktur Uji",
        template="pdf/selection/result.html",
        words={
            "agency": agency.name, "address": "Jalan Uji 1", "city": "Jakarta", "vacancy": "Direktur Uji", "unit": "Ditjen Uji",
            "level": "JPT Pratama", "reference": "JPT-2026-00001", "quota": 1, "date": "4 Desember 2026", "name": name,
            "nip": "198205172006012001", "position": "Kepala Bagian", "employer": "Badan Uji", "participant": "04",
            "selected": False, "absent": False, "determination_number": "001/TAP/UJI/2026", "determined_on": "3 Desember 2026",
            "scores": [], "total": "87,42", "rank": 4, "is_unranked": False,
        } | words,
    )  # fmt: skip


def sending(agency, admin, people: int = 3) -> LetterBatch:
    """A sending of result letters that waits, written as an act would."""
    batch = LetterBatch.objects.create(
        register=agency.code.upper(),
        title="Hasil akhir Direktur Uji",
        chain="portal",
        created_by=admin,
        created_at=timezone.now(),
    )
    with gathered(), held_for_release(batch):
        for place in range(people):
            person = UserFactory(full_name=f"Peserta {place}")
            queue_mail(
                kind="final_result", key=f"uji:{batch.pk}:{place}", to_address=person.email, subject="Hasil akhir", text="Isi",
                recipient=person, letter=result_letter(agency, person.full_name),
            )  # fmt: skip
    return batch


def sent(agency, letter: Letter) -> OutboxMessage:
    person = UserFactory(full_name="Siti Aminah")
    return OutboxMessage.objects.create(
        key=f"sudah:{letter.pk}", recipient=person, to_address=person.email, subject="Hasil", text="Isi", letter=letter,
        state=OutboxState.SENT, next_attempt_at=timezone.now(),
    )  # fmt: skip


def test_a_result_with_the_usual_four_parts_stands_on_one_page():
    """Nobody signs it by hand, so no room is kept for a name, and the check code is not left alone on a second page."""
    parts = ("Penelusuran rekam jejak", "Asesmen manajerial dan sosial kultural", "Penulisan makalah", "Presentasi makalah")
    letter = result_letter(
        AgencyFactory(name="Kementerian Contoh Pembangunan Kepulauan"),
        vacancy="Kepala Biro Perencanaan",
        unit="Sekretariat Jenderal",
        position="Sekretaris Dinas Tata Kelola Pemerintahan",
        employer="Pemerintah Provinsi Contoh Bukit Barat",
        scores=[{"label": label, "weight": "25", "score": "90,10", "points": "22,53"} for label in parts],
    )
    pages = PdfReader(io.BytesIO(letter_bytes(letter))).pages
    assert len(pages) == 1
    assert "Periksa surat ini" in pages[0].extract_text()


def test_nothing_leaves_before_somebody_confirms_the_count(agency, admin, client):
    batch = sending(agency, admin)
    assert deliver_due() == 0
    url = reverse("show_batch", args=[batch.public_id])
    assert "yang akan dikirim 3" in body(client.post(url, {"count": "2"}))
    assert deliver_due() == 0
    first = batch.mails.order_by("id").first()
    client.post(reverse("set_letter_aside", args=[batch.public_id, 1]))
    client.post(url, {"count": "2"})
    batch.refresh_from_db()
    assert (batch.released_by, batch.released_count) == (admin, 2)
    assert deliver_due() == 2
    assert first.to_address not in [to for letter in postbox.outbox for to in letter.to]
    assert "Sudah dilepas" in body(client.get(url))
    acts = list(AuditEntry.objects.filter(act__in=("set_letter_aside", "release_letters")).order_by("id").values_list("act"))
    assert acts == [("set_letter_aside",), ("release_letters",)]


def test_letter_set_aside_comes_back_and_a_released_sending_is_closed(agency, admin):
    batch = sending(agency, admin, people=1)
    (mail,) = batch.mails.all()
    actions.set_letter_aside(batch_id=batch.public_id, mail_id=mail.pk, actor=admin, aside=True)
    with pytest.raises(Refused, match="Tidak ada surel"):
        actions.release_letters(batch_id=batch.public_id, actor=admin, count=0)
    actions.set_letter_aside(batch_id=batch.public_id, mail_id=mail.pk, actor=admin, aside=False)
    actions.release_letters(batch_id=batch.public_id, actor=admin, count=1)
    with pytest.raises(Refused, match="sudah dilepas oleh Rini Admin"):
        actions.set_letter_aside(batch_id=batch.public_id, mail_id=mail.pk, actor=admin, aside=True)
    with pytest.raises(Refused, match="sudah dilepas"):
        actions.release_letters(batch_id=batch.public_id, actor=admin, count=1)


def test_mails_without_a_letter_are_read_counted_and_set_aside_as_well(agency, admin, client):
    batch = sending(agency, admin, people=1)
    with gathered(), held_for_release(batch):
        for place in (1, 2):
            queue_mail(
                kind="stage_result", key=f"tahap:{place}", to_address=f"p{place}@uji.example", subject="Hasil administrasi",
                text=f"Anda peserta nomor {place}.", recipient=UserFactory(full_name=f"Pelamar {place}"),
            )  # fmt: skip
    url = reverse("show_batch", args=[batch.public_id])
    assert "Anda peserta nomor 2." in body(client.get(url))
    answer = client.post(reverse("set_letter_aside", args=[batch.public_id, 3]), follow=True)
    assert "Surel untuk Pelamar 2 dikeluarkan dari kiriman." in body(answer)
    for place in (0, 4, 10**30):
        assert client.post(reverse("set_letter_aside", args=[batch.public_id, place])).status_code == 404
    client.post(url, {"count": "2"})
    assert deliver_due() == 2
    assert "p2@uji.example" not in [to for mail in postbox.outbox for to in mail.to]
    row = AuditEntry.objects.get(act="set_letter_aside")
    assert '"mail":"tahap:2"' in row.body


def test_preview_is_the_very_letter_that_leaves(agency, admin, client):
    batch = sending(agency, admin, people=1)
    (mail,) = batch.mails.select_related("letter")
    shown = stream(client.get(reverse("preview_batch_letter", args=[batch.public_id, mail.letter.public_id])))
    assert "Peserta 0" in text_of(shown)
    assert letter_bytes(mail.letter) == shown


def test_other_agencies_and_secretariats_do_not_reach_the_outbox(agency, admin, client):
    batch, letter = sending(agency, admin, people=1), result_letter(agency)
    stranger = UserFactory(role=Role.AGENCY_ADMIN, agency=AgencyFactory())
    client.force_login(stranger)
    assert client.get(reverse("show_batch", args=[batch.public_id])).status_code == 404
    assert client.get(reverse("show_letter", args=[letter.public_id])).status_code == 404
    assert letter.number not in body(client.get(reverse("list_letters")))
    for act in (
        lambda: actions.release_letters(batch_id=batch.public_id, actor=stranger, count=1),
        lambda: actions.withdraw_letter(letter_id=letter.pk, actor=stranger, reason="Uji"),
        lambda: actions.write_wording(
            register=agency.code.upper(), kind_code="HASIL", actor=stranger, wording=Wording("Hal", "", "")
        ),
        lambda: actions.write_letterhead(register=agency.code.upper(), actor=stranger, size="FULL", contact=""),
    ):
        with pytest.raises(Refused):
            act()


def test_new_words_reach_later_letters_only_and_never_run(agency, admin, client):
    before = result_letter(agency)
    url = reverse("edit_wording", args=["HASIL"])
    answer = client.post(url, {"subject": "Hasil untuk {{name}}", "opening": "{{total}}", "closing": ""})
    assert "Isian {{total}} tidak ada untuk surat ini" in body(answer)
    assert not LetterWording.objects.exists()
    page = body(client.get(url))
    assert "{{agency}} artinya “Nama instansi”; {{reference}} artinya “Nomor acuan lowongan”" in page
    opening = "Salam, {{ name }}.\n\n<b>Tebal</b>"
    answer = client.post(url, {"subject": "Hasil untuk {{name}}", "opening": opening, "closing": "Hormat kami."})
    assert answer.status_code == 302
    after = result_letter(agency, "Budi {{nip}} Santoso")
    text = text_of(letter_bytes(after))
    assert "Hasil untuk Budi {{nip}} Santoso" in text
    assert "Salam, Budi {{nip}} Santoso." in text
    assert "<b>Tebal</b>" in text
    assert "Hormat kami." in text
    assert "Bersama ini disampaikan" in text_of(letter_bytes(before))


def test_preview_of_words_takes_a_real_person_and_writes_nothing(agency, admin, client):
    letter = result_letter(agency, "Tuti Nyata")
    answer = client.post(
        reverse("edit_wording", args=["HASIL"]),
        {"subject": "Coba", "opening": "Kepada {{name}}", "closing": "", "pratinjau": "1", "orang": str(letter.public_id)},
    )
    text = text_of(stream(answer))
    assert "Kepada Tuti Nyata" in text
    assert "Pratinjau, belum diterbitkan" in text
    assert letter.number not in text
    assert not LetterWording.objects.exists()
    assert Letter.objects.count() == 1


def test_letterhead_has_two_sizes_and_a_line_of_contact(agency, admin, client):
    client.post(reverse("edit_letterhead"), {"size": "COMPACT", "contact": "Telepon 021-555"})
    letter = result_letter(agency)
    assert letter.words["letterhead"] == {"version": 1, "size": "COMPACT", "contact": "Telepon 021-555"}
    assert "Telepon 021-555" in text_of(letter_bytes(letter))
    shown = client.post(reverse("edit_letterhead"), {"size": "FULL", "contact": "Situs uji", "pratinjau": "1"})
    assert "Situs uji" in text_of(stream(shown))


def test_replacement_has_its_own_number_and_reaches_whoever_had_the_old_one(agency, admin, client):
    letter = result_letter(agency, "Siti Aminh")
    mail = sent(agency, letter)
    answer = client.post(
        reverse("replace_letter", args=[letter.public_id]),
        {
            "reason": "Nama salah tulis.", "subject": "Pemberitahuan hasil seleksi", "opening": "Isi {{vacancy}}.", "closing": "",
            "field_name": "Siti Aminah", "field_employer": "Badan Uji", "field_position": "Kepala Bagian",
        },
    )  # fmt: skip
    end = LetterEnd.objects.get(letter=letter)
    new = end.successor
    assert answer["Location"] == reverse("show_letter", args=[new.public_id])
    assert new.number.split("/")[0] == "002"
    text = text_of(letter_bytes(new))
    assert "Yth. Siti Aminah" in text
    assert f"menggantikan surat nomor {letter.number}" in text
    assert "Nama salah tulis." in text
    assert "87,42" in text
    told = OutboxMessage.objects.get(kind="letter_ended")
    assert (told.letter, told.recipient) == (new, mail.recipient)
    assert told.subject == f"Surat nomor {letter.number} diganti: {letter.title}, {agency.name}"
    assert new.number in told.text
    assert current_version(letter) == new
    assert f"diganti dengan surat nomor {new.number}" in body(client.get(reverse("check_letter", args=[letter.public_id])))
    with pytest.raises(Refused, match="sudah diganti oleh Rini Admin"):
        actions.withdraw_letter(letter_id=letter.pk, actor=admin, reason="Uji")


def test_mail_that_waits_leaves_with_the_new_letter(agency, admin):
    batch = sending(agency, admin, people=1)
    (mail,) = batch.mails.select_related("letter")
    new = actions.replace_letter(letter_id=mail.letter.pk, actor=admin, reason="Salah jabatan", corrections={"position": "Camat"})
    mail.refresh_from_db()
    assert (mail.letter, mail.state) == (new, OutboxState.UNRELEASED)
    assert not OutboxMessage.objects.filter(kind="letter_ended").exists()


def test_withdrawn_letter_drops_what_waits_and_tells_who_has_it(agency, admin, client):
    letter = result_letter(agency)
    sent(agency, letter)
    client.post(reverse("withdraw_letter", args=[letter.public_id]), {"reason": "Terbit dua kali."})
    told = OutboxMessage.objects.get(kind="letter_ended")
    assert "ditarik oleh penerbitnya" in told.text
    assert "Terbit dua kali." in told.text
    assert "Terbit dua kali." in body(client.get(reverse("show_letter", args=[letter.public_id])))
    batch = sending(agency, admin, people=1)
    (mail,) = batch.mails.select_related("letter")
    actions.withdraw_letter(letter_id=mail.letter.pk, actor=admin, reason="Batal")
    mail.refresh_from_db()
    assert mail.state == OutboxState.DROPPED


def test_end_of_a_letter_stands_in_the_chain_of_its_selection_and_its_bundle_holds_both_versions(agency, admin):
    candidate = CandidateFactory(vacancy__agency=agency)
    vacancy = candidate.vacancy
    letter = candidate.result_letter = result_letter(agency)
    candidate.save(update_fields=["result_letter"])
    new = actions.replace_letter(letter_id=letter.pk, actor=admin, reason="Salah jabatan", corrections={"position": "Camat"})
    actions.withdraw_letter(letter_id=new.pk, actor=admin, reason="Terbit dua kali")
    told = AuditEntry.objects.filter(chain=vacancy.trail_chain).order_by("sequence").values_list("act", flat=True)
    assert list(told)[-2:] == ["replace_letter", "withdraw_letter"]
    assert [each.number for source in bundles.letter_sources for each in source([vacancy.trail_chain])] == [
        letter.number,
        new.number,
    ]
    other = result_letter(agency)
    actions.withdraw_letter(letter_id=other.pk, actor=admin, reason="Tanpa perkara")
    assert AuditEntry.objects.filter(chain="portal", act="withdraw_letter").count() == 1


def test_every_field_that_holds_a_letter_names_its_chain():
    """A new kind of letter that no chain knows would be replaced unseen by whoever reads the selection's history."""
    known = {(home.model, home.field) for home in HOMES}
    held = {
        (f"{model._meta.app_label}.{model.__name__}", field.name)
        for model in apps.get_models()
        for field in model._meta.fields
        if field.related_model is Letter and model._meta.app_label != "core"
    }
    assert held == known
    for home in HOMES:
        assert apps.get_model(home.model).objects.filter(**{home.field: 0}).values_list(home.path).first() is None
    assert {home.kind for home in HOMES} == {kind.code for kind in kinds()}


def test_oversight_words_its_own_letter_and_agencies_do_not(agency, admin, client):
    mine = reverse("word_recommendation")
    assert client.get(mine).status_code == 403
    assert client.get(reverse("edit_wording", args=["REKOMENDASI"])).status_code == 404
    assert client.get(reverse("edit_wording", args=["BERITA_ACARA_UJIAN"])).status_code == 404
    words = Wording("Rekomendasi {{request}}", "Kami memeriksa {{request}}.", "")
    for register in (agency.code.upper(), "WASDAL-BKN"):
        with pytest.raises(Refused):
            actions.write_wording(register=register, kind_code="REKOMENDASI", actor=admin, wording=words)
    client.force_login(UserFactory(role=Role.WASDAL))
    answer = client.post(mine, {"subject": words.subject, "opening": words.opening, "closing": ""})
    assert answer["Location"] == mine
    assert LetterWording.objects.in_force("WASDAL-BKN", "REKOMENDASI").opening == words.opening
    assert "Kami memeriksa hasil seleksi" in body(client.get(mine))
    shown = client.post(mine, {"subject": words.subject, "opening": words.opening, "closing": "", "pratinjau": "1"})
    assert "Kami memeriksa hasil seleksi Direktur Perencanaan Contoh." in text_of(stream(shown))


def test_scores_decisions_and_own_letters_are_not_corrected_here(agency, admin):
    letter = result_letter(agency)
    for corrections in ({"total": "99"}, {"rank": "1"}, {"participant": "01"}):
        with pytest.raises(Refused, match="tidak dapat dibetulkan"):
            actions.replace_letter(letter_id=letter.pk, actor=admin, reason="Uji", corrections=corrections)
    with pytest.raises(Refused, match="Belum ada yang berubah"):
        actions.replace_letter(letter_id=letter.pk, actor=admin, reason="Uji", corrections={})
    decision = write_letter(
        kind="PENETAPAN",
        register=agency.code,
        form=FORM,
        title="Penetapan",
        template="pdf/base.html",
        words={"agency": agency.name},
    )
    with pytest.raises(Refused, match="keputusan baru pejabatnya"):
        actions.withdraw_letter(letter_id=decision.pk, actor=admin, reason="Uji")
    admin.nip = "198205172006012001"
    admin.save()
    with pytest.raises(Refused, match="ditujukan kepada Anda"):
        actions.withdraw_letter(letter_id=letter.pk, actor=admin, reason="Uji")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE core_letter SET words = '{}'",
        "UPDATE core_letter SET number = 'x'",
        "DELETE FROM core_letter",
        "UPDATE core_letterend SET reason = 'x'",
        "DELETE FROM core_letterend",
        "UPDATE core_letterwording SET opening = 'x'",
        "DELETE FROM core_letterhead",
    ],
)
def test_what_was_written_about_letters_stays(agency, admin, statement):
    letter = result_letter(agency)
    actions.withdraw_letter(letter_id=letter.pk, actor=admin, reason="Uji")
    actions.write_wording(register=agency.code.upper(), kind_code="HASIL", actor=admin, wording=Wording("Hal", "", ""))
    actions.write_letterhead(register=agency.code.upper(), actor=admin, size="FULL", contact="")
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_outbox_costs_the_same_at_every_size(agency, admin, client, django_assert_num_queries):
    client.get(reverse("list_wordings"))
    batch = sending(agency, admin, people=1)
    for number in (1, 3):
        with django_assert_num_queries(PAGE_QUERIES):
            client.get(reverse("list_outbox"))
        with django_assert_num_queries(BATCH_QUERIES):
            client.get(reverse("show_batch", args=[batch.public_id]))
        if number == 1:
            batch = sending(agency, admin, people=3)
            sending(agency, admin, people=2)


def test_register_costs_the_same_at_every_size(agency, admin, client, django_assert_num_queries):
    client.get(reverse("list_wordings"))
    for _ in (1, 3):
        result_letter(agency)
        with django_assert_num_queries(PAGE_QUERIES):
            client.get(reverse("list_letters"))
        for _ in range(2):
            actions.withdraw_letter(letter_id=result_letter(agency).pk, actor=admin, reason="Uji")


def test_list_of_wordings_costs_the_same_at_every_size(agency, admin, client, django_assert_num_queries):
    client.get(reverse("list_outbox"))
    for codes in (("HASIL",), ("HASIL", "UNDANGAN", "PENETAPAN")):
        for kind in codes:
            actions.write_wording(register=agency.code.upper(), kind_code=kind, actor=admin, wording=Wording("Hal", "", ""))
        with django_assert_num_queries(WORDING_QUERIES):
            client.get(reverse("list_wordings"))
