"""`manage.py import_scores VACANCY FILE`: the same import as the page, from a terminal."""

from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q

from accounts.models import User
from core.refusals import Refused
from core.spreadsheets import FileRefused, errors_csv, read_table
from selection.actions import import_scores
from selection.importing import HEADING_WORDS, plan_import
from vacancies.models import Vacancy


class Command(BaseCommand):
    help = "Impor nilai dari CSV atau XLSX. Format: docs/import-scores.md."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("vacancy", help="nomor acuan (JPT-2026-48213) atau id publik lowongan")
        parser.add_argument("file", help="berkas .csv atau .xlsx")
        parser.add_argument("--dry-run", action="store_true", help="periksa saja, tidak menyimpan apa pun")
        parser.add_argument("--errors", metavar="FILE", help="tulis kesalahan per baris ke berkas CSV ini")
        parser.add_argument("--as", dest="actor", metavar="NIP_ATAU_SUREL", help="atas nama siapa; bila kosong, pembuat lowongan")

    def handle(self, *args: Any, **options: Any) -> None:
        vacancy = _find_vacancy(options["vacancy"])
        path = Path(options["file"])
        try:
            plan = plan_import(read_table(path.read_bytes(), path.name, columns=HEADING_WORDS), vacancy)
        except OSError as error:
            raise CommandError(f"Berkas {path} tidak dapat dibaca: {error.strerror}.") from error
        except FileRefused as error:
            raise CommandError(error.reason) from error
        if options["errors"]:
            Path(options["errors"]).write_text(errors_csv(plan.errors), encoding="utf-8-sig", newline="")
        if plan.errors:
            for error in plan.errors[:20]:
                self.stderr.write(f"baris {error.row}, kolom {error.column or '-'}: {error.reason}")
            raise CommandError(f"{len(plan.errors)} kesalahan; tidak ada nilai yang disimpan.")
        summary = f"{plan.added} nilai baru, {plan.changed} berubah, {plan.same} tetap."
        if plan.skipped:
            summary += f" Dilewati karena tidak ikut lagi: {', '.join(plan.skipped)}."
        if options["dry_run"]:
            self.stdout.write(f"Pemeriksaan saja: {summary}")
            return
        actor = _find_actor(options["actor"], vacancy)
        try:
            import_scores(
                vacancy_id=vacancy.pk,
                actor=actor,
                values=plan.values,
                source=path.name,
                by_command=True,
            )
        except Refused as error:
            raise CommandError(error.reason) from error
        self.stdout.write(f"Tersimpan: {summary}")


def _find_vacancy(text: str) -> Vacancy:
    try:
        wanted = Q(public_id=UUID(text))
    except ValueError:
        wanted = Q(reference__iexact=text.strip())
    vacancy = Vacancy.objects.select_related("agency").filter(wanted).first()
    if vacancy is None:
        raise CommandError(f"Tidak ada lowongan dengan nomor acuan atau id {text}.")
    return vacancy


def _find_actor(text: str | None, vacancy: Vacancy) -> User:
    if not text:
        return vacancy.created_by
    actor = User.objects.filter(Q(nip=text) | Q(email__iexact=text)).first()
    if actor is None:
        raise CommandError(f"Tidak ada akun dengan NIP atau surel {text}.")
    return actor
