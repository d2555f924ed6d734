"""The list of vacancies for programs: Atom (RFC 4287), JSON Feed 1.1, and a table as open data."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from core.indonesian import as_local
from core.spreadsheets import csv_line
from vacancies.models import Vacancy
from vacancies.posting import public_address
from vacancies.rules.deadline import format_deadline, format_opening, last_day
from vacancies.rules.public_status import UPCOMING, public_status

ATOM_TYPE = "application/atom+xml; charset=utf-8"
JSON_TYPE = "application/feed+json; charset=utf-8"
# Columns of the table with what they hold; the order of `_cells`.
COLUMNS = (
    ("nomor_acuan", "Nomor acuan lowongan"),
    ("jabatan", "Nama jabatan"),
    ("unit_kerja", "Unit kerja"),
    ("instansi", "Nama instansi"),
    ("kode_instansi", "Kode instansi, untuk saringan"),
    ("tingkat", "Tingkat jabatan pimpinan tinggi"),
    ("rumpun", "Rumpun jabatan"),
    ("formasi", "Jumlah kursi"),
    ("lokasi", "Kabupaten, kota, atau provinsi tempat tugas"),
    ("provinsi", "Provinsi tempat tugas"),
    ("status", "Status saat tabel diunduh"),
    ("diterbitkan", "Waktu terbit"),
    ("dibuka", "Saat pertama lamaran dapat dikirim"),
    ("ditutup", "Saat pertama lamaran tidak lagi dapat dikirim"),
    ("alamat", "Halaman lowongan"),
)
# What XML 1.0 section 2.2 cannot hold. Word processors put a vertical tab where a line was broken by hand; pasted into one
# title, it would take the feed from everybody.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class FeedFrame:
    """What stands around the entries. Paths carry their query; `own` is the feed itself, `page` the list it repeats."""

    title: str
    text: str
    own: str
    page: str


def atom_text(frame: FeedFrame, vacancies: Iterable[Vacancy], now: datetime) -> str:
    """Atom of these vacancies; take them from `for_list().with_changed_at()`."""
    feed = Atom1Feed(
        title=_xml_words(frame.title),
        link=public_address(frame.page),
        description=_xml_words(frame.text),
        subtitle=_xml_words(frame.text),
        language="id",
        feed_url=public_address(frame.own),
        feed_guid=public_address(frame.own),
    )
    for vacancy in vacancies:
        feed.add_item(
            title=_xml_words(_title(vacancy)),
            link=_address(vacancy),
            description=_xml_words(_summary(vacancy, now)),
            author_name=_xml_words(vacancy.agency.name),
            unique_id=vacancy.public_id.urn,
            pubdate=vacancy.published_at,
            updateddate=vacancy.changed_at,
            categories=[_xml_words(tag) for tag in _tags(vacancy)],
        )
    return feed.writeString("utf-8")


def json_text(frame: FeedFrame, vacancies: Iterable[Vacancy], now: datetime) -> str:
    """JSON Feed 1.1 of these vacancies; take them from `for_list().with_changed_at()`."""
    items = [
        {
            "id": vacancy.public_id.urn,
            "url": _address(vacancy),
            "title": _title(vacancy),
            "content_text": _summary(vacancy, now),
            "date_published": _local(vacancy, vacancy.published_at),
            "date_modified": _local(vacancy, vacancy.changed_at),
            "authors": [{"name": vacancy.agency.name, "url": public_address(reverse("show_agency", args=[vacancy.agency.code]))}],
            "tags": _tags(vacancy),
        }
        for vacancy in vacancies
    ]
    feed: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": frame.title,
        "description": frame.text,
        "home_page_url": public_address(frame.page),
        "feed_url": public_address(frame.own),
        "language": "id",
        "items": items,
    }
    return json.dumps(feed, ensure_ascii=False, indent=1)


def table_lines(vacancies: Iterable[Vacancy], now: datetime) -> Iterator[str]:
    """The table line by line, times with their zone."""
    # Spreadsheets take a file for UTF-8 only when it says so.
    yield "\ufeff" + csv_line(name for name, _ in COLUMNS)
    for vacancy in vacancies:
        yield csv_line(_cells(vacancy, now))


def _cells(vacancy: Vacancy, now: datetime) -> list[Any]:
    status = public_status(vacancy.state, vacancy.opens_at, vacancy.closes_at, now)
    return [
        vacancy.reference,
        vacancy.position_title,
        vacancy.unit,
        vacancy.agency.name,
        vacancy.agency.code,
        vacancy.get_level_display(),
        vacancy.get_field_display(),
        vacancy.quota,
        vacancy.region.name,
        vacancy.region.province.name,
        status.label,
        _local(vacancy, vacancy.published_at),
        _local(vacancy, vacancy.opens_at),
        _local(vacancy, vacancy.closes_at),
        _address(vacancy),
    ]


def _xml_words(text: str) -> str:
    return _NOT_XML.sub(" ", text)


def _title(vacancy: Vacancy) -> str:
    return f"{vacancy.position_title}, {vacancy.agency.name}"


def _address(vacancy: Vacancy) -> str:
    return public_address(reverse("show_vacancy", args=[vacancy.public_id]))


def _local(vacancy: Vacancy, moment: datetime) -> str:
    return as_local(moment, vacancy.zone_label).isoformat(timespec="seconds")


def _tags(vacancy: Vacancy) -> list[str]:
    return [vacancy.get_level_display(), vacancy.get_field_display(), vacancy.region.province.name]


def _summary(vacancy: Vacancy, now: datetime) -> str:
    """One sentence group that says what it is and until when."""
    status = public_status(vacancy.state, vacancy.opens_at, vacancy.closes_at, now)
    if status.phase == UPCOMING:
        window = f"Pendaftaran dibuka {format_opening(vacancy.opens_at, vacancy.zone)}."
    elif vacancy.closes_at > now:
        window = f"Pendaftaran ditutup {format_deadline(vacancy.closes_at, vacancy.zone)}."
    else:
        window = f"Pendaftaran ditutup {last_day(vacancy.closes_at, vacancy.zone):%d-%m-%Y}."
    return (
        f"{status.label}. {vacancy.unit}. {vacancy.get_level_display()}, {vacancy.quota} formasi, {vacancy.region.name}. {window}"
    )
