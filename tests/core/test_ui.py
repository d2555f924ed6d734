"""The look: contrast of tokens, words of filters, every component in every state, forms, letters, size of the first load."""

import gzip
import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import django_htmx
import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.template.loader import render_to_string
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from asnkarier import gallery
from core import indonesian
from core.pdf import render_pdf

ROOT = Path(__file__).resolve().parents[2]
CSS = ROOT / "static" / "css"
TEMPLATES = ROOT / "templates"
OUTSIDE_PAGES = ("pdf/", "email/")


def draw(source: str, **context) -> str:
    return Template(source).render(Context(context))


def tokens() -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9A-F]{6});", (CSS / "tokens.css").read_text()))


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2 section 1.4.3."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("front", "back", "least"),
    [
        ("ink", "paper", 7.0),
        ("ink", "mist", 7.0),
        ("ink", "act-soft", 7.0),
        ("ink-soft", "paper", 4.5),
        ("ink-soft", "mist", 4.5),
        ("ink-soft", "act-soft", 4.5),
        ("ink-soft", "wait-soft", 4.5),
        ("act", "paper", 4.5),
        ("act", "mist", 4.5),
        ("act", "act-soft", 4.5),
        ("act-strong", "act-soft", 7.0),
        ("paper", "act", 4.5),
        ("paper", "act-strong", 7.0),
        ("paper", "ink", 7.0),
        ("good", "good-soft", 4.5),
        ("wait", "wait-soft", 4.5),
        ("stop", "stop-soft", 4.5),
        ("stop", "paper", 4.5),
        ("paper", "stop", 4.5),
        ("info", "info-soft", 4.5),
        ("good", "paper", 4.5),
        ("wait", "paper", 4.5),
        ("edge", "paper", 3.0),
        ("edge", "mist", 3.0),
        ("state", "paper", 3.0),
    ],
)
def test_contrast_of_tokens_meets_wcag(front, back, least):
    assert contrast(tokens()[front], tokens()[back]) >= least


def test_neighbouring_segments_of_a_score_bar_differ_in_grey():
    shades = [tokens()[f"shade-{number}"] for number in (1, 2, 3, 4)]
    assert all(contrast(one, other) >= 1.3 for one, other in pairwise(shades))


CLOSE = datetime(2026, 12, 4, 16, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("source", "value", "expected"),
    [
        ("{{ x|angka }}", 1000, "1.000"),
        ("{{ x|angka }}", Decimal("1000.50"), "1.000,50"),
        ("{{ x|angka:2 }}", Decimal("87.425"), "87,43"),
        ("{{ x|angka:2 }}", 0, "0,00"),
        ("{{ x|angka }}", -1234567, "-1.234.567"),
        ("{{ x|angka }}", None, "–"),
        ("{{ x|tanggal }}", date(2026, 12, 4), "4 Desember 2026"),
        ("{{ x|tanggal }}", "2026-08-17", "17 Agustus 2026"),
        ("{{ x|tanggal }}", None, "–"),
        ("{{ x|tanggal_pendek }}", datetime(2026, 5, 1, 18, 0, tzinfo=UTC), "2 Mei 2026"),
        ("{{ x|waktu }}", CLOSE, "Jumat, 4 Desember 2026 pukul 23.59 WIB"),
        ('{{ x|waktu:"WIT" }}', CLOSE, "Sabtu, 5 Desember 2026 pukul 01.59 WIT"),
        ("{{ x|waktu }}", "2026-12-04T16:59:00+00:00", "Jumat, 4 Desember 2026 pukul 23.59 WIB"),
        ("{{ x|waktu }}", date(2026, 12, 4), "Jumat, 4 Desember 2026"),
        ("{{ x|nip }}", "197805122003122001", "19780512 200312 2 001"),
        ("{{ x|nip }}", "tidak ada", "tidak ada"),
        ("{{ x|nip }}", "", "–"),
    ],
)
def test_filters_speak_indonesian(source, value, expected):
    assert draw(source, x=value) == expected


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        (timedelta(hours=1), "hari ini pukul 09.42"),
        (timedelta(hours=11), "kemarin"),
        (timedelta(days=3), "3 hari lalu"),
        (timedelta(days=90), "3 bulan lalu"),
        (timedelta(days=800), "2 tahun lalu"),
        (timedelta(days=-2), "pada 22 Nov 2026"),
    ],
)
def test_age_counts_calendar_days_in_wib(before, expected):
    assert draw("{{ at|sejak:now }}", at=gallery.NOW - before, now=gallery.NOW) == expected


@pytest.mark.parametrize(
    ("left", "expected"),
    [
        (timedelta(days=13, hours=5), "13 hari lagi"),
        (timedelta(hours=29), "1 hari 5 jam lagi"),
        (timedelta(hours=5, minutes=12), "5 jam 12 menit lagi"),
        (timedelta(minutes=7), "7 menit lagi"),
        (timedelta(seconds=20), "kurang dari 1 menit lagi"),
        (timedelta(0), "kurang dari 1 menit lagi"),
        (timedelta(seconds=-1), "sudah lewat"),
    ],
)
def test_remaining_time_is_right_up_to_the_inclusive_second(left, expected):
    assert indonesian.remaining_words(gallery.NOW + left, gallery.NOW) == expected


def test_deadline_shows_all_three_clocks_and_the_changed_date():
    page = draw("{% deadline at=at now=now %}", at=CLOSE, now=gallery.NOW)
    assert "Jumat, 4 Desember 2026 pukul 23.59 WIB" in page
    assert "5 Desember 2026 00.59 WITA, 01.59 WIT" in page
    assert "14 hari lagi" in page


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_number_words_read_back_as_the_same_number(number):
    words = indonesian.number_words(number)
    assert Decimal(words.replace(".", "").replace(",", ".")) == number


@given(st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1), timezones=st.just(UTC)))
def test_clocks_of_the_three_zones_are_one_hour_apart(moment):
    west, middle, east = (indonesian.as_local(moment, zone) for zone in ("WIB", "WITA", "WIT"))
    assert (middle.utcoffset() - west.utcoffset(), east.utcoffset() - middle.utcoffset()) == (timedelta(hours=1),) * 2


def test_gallery_shows_every_component_without_an_undefined_variable():
    context = {
        "sample": gallery.SampleForm(prefix="contoh"),
        "wrong": gallery.SampleForm({"quota": "0"}, {}),
        "now": gallery.NOW,
        **gallery._lists(),
        **gallery._process(),
        **gallery._figures(),
    }
    page = render_to_string("gallery/gallery.html", context)
    for mark in (
        "timeline-late",
        "chain-returned",
        "rule-met-from",
        "deadline-past",
        "bar-line",
        "error-summary",
        "selection-bar",
        "pager",
    ):
        assert mark in page
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_gallery_is_shut_outside_demo_and_development(settings):
    settings.DEMO = settings.DEBUG = False
    with pytest.raises(gallery.Http404):
        gallery.show_gallery(RequestFactory().get("/"))


def test_rule_list_names_the_verdict_the_record_and_the_date():
    rows = [{"label": "Pangkat", "outcome": "MET_FROM", "met_on": date(2027, 1, 3), "record": "Pembina, TMT 1 April 2023"}]
    page = draw("{% rule_list results=rows %}", rows=rows)
    assert "Memenuhi mulai 3 Jan 2027" in page
    assert "Pembina, TMT 1 April 2023" in page


def test_tag_refuses_an_unknown_tone():
    with pytest.raises(TemplateSyntaxError):
        draw('{% status_tag tone="hijau" label="Dibuka" %}')


@pytest.mark.parametrize(
    "source",
    [
        "{% status_tag tone='good' label=x %}",
        "{% alert tone='stop' title=x %}{{ x }}{% endalert %}",
        "{% page_header title=x place=x %}{{ x }}{% endpage_header %}",
        "{% card title=x %}{{ x }}{% endcard %}",
        "{% facts rows=rows %}",
        "{% timeline items=items %}",
        "{% receipt title=x number=x %}{{ x }}{% endreceipt %}",
    ],
)
def test_components_escape_what_people_wrote(source):
    evil = "<script>alert(1)</script>"
    page = draw(source, x=evil, rows=[(evil, evil)], items=[{"title": evil, "detail": evil, "state": "now"}])
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_bar_chart_is_a_table_with_the_numbers_in_words():
    page = draw(
        "{% bar_chart rows=rows title='Tahap' places=1 unit='hari' limit=5 %}", rows=[{"label": "PPK", "value": Decimal("2.5")}]
    )
    assert re.search(r'<th scope="row">PPK', page)
    assert "2,5" in page
    assert 'width="50.00"' in page
    assert 'x1="100.00"' in page


def test_bar_chart_of_zeros_draws_empty_bars():
    assert 'width="0.00"' in draw("{% bar_chart rows=rows title='Tahap' %}", rows=[{"label": "Rencana", "value": 0}])


def test_score_bar_puts_segments_end_to_end():
    rows = [{"label": "A", "points": Decimal("30")}, {"label": "B", "points": Decimal("20.5")}]
    page = draw("{% score_bar parts=rows total=total %}", rows=rows, total=Decimal("50.5"))
    assert re.findall(r'<rect class="shade-\d" x="([\d.]+)"', page) == ["0.00", "30.00"]
    assert "50,50" in page


def test_pager_keeps_the_other_filters_of_the_address():
    request = RequestFactory().get("/lowongan/", {"q": "dinas & badan", "halaman": "2"})
    page = draw("{% pager page=page %}", page=Paginator(range(40), 10).page(2), request=request)
    assert "?q=dinas+%26+badan&amp;halaman=1" in page
    assert "?q=dinas+%26+badan&amp;halaman=3" in page
    assert draw("{% pager page=page %}", page=Paginator(range(3), 10).page(1), request=request).strip() == ""


class Everything(gallery.SampleForm):
    hidden = forms.CharField(widget=forms.HiddenInput, required=False)


def test_error_summary_links_every_error_to_a_control_of_the_page():
    form = Everything({"quota": "0"}, {})
    assert not form.is_valid()
    page = draw("{{ form }}", form=form)
    targets = re.findall(r'<li><a href="#([^"]+)"', page)
    assert len(targets) == sum(len(form.errors[name]) for name in form.errors if name != "__all__")
    assert all(f'id="{target}"' in page for target in targets)
    assert "Halaman ini sudah diubah orang lain" in page


def test_field_error_is_described_by_its_sentence_and_keeps_what_was_typed():
    form = Everything({"name": "Direktur <A>", "quota": "0"}, {})
    page = draw("{{ form.quota.as_field_group }}{{ form.name.as_field_group }}", form=form)
    assert 'aria-describedby="id_quota_error"' in page
    assert 'aria-invalid="true"' in page
    assert 'id="id_quota_error"' in page
    assert 'value="Direktur &lt;A&gt;"' in page


def test_need_is_said_in_words_and_groups_are_fieldsets():
    page = draw(
        "{{ form.verdict.as_field_group }}{{ form.provinces.as_field_group }}{{ form.note.as_field_group }}", form=Everything()
    )
    assert page.count("<fieldset") == 2
    assert re.search(r'<legend class="field-label">Putusan <span class="field-need">wajib', page)
    assert re.search(r"Catatan <span class=\"field-need\">tidak wajib", page)


def test_form_without_errors_has_no_summary():
    assert "error-summary" not in draw("{{ form }}", form=Everything())


def page_templates() -> list[Path]:
    return [path for path in TEMPLATES.rglob("*.html") if not str(path.relative_to(TEMPLATES)).startswith(OUTSIDE_PAGES)]


@pytest.mark.parametrize("pattern", [r"<style\b", r"\sstyle\s*=", r"<script(?![^>]*\bsrc=)", r"\son[a-z]+\s*=\s*[\"']"])
def test_pages_hold_no_inline_style_or_script(pattern):
    found = [str(path.relative_to(TEMPLATES)) for path in page_templates() if re.search(pattern, path.read_text(), re.IGNORECASE)]
    assert found == []


def linked_styles(text: str) -> set[str]:
    return set(re.findall(r'static "css/([^"]+)"', text))


def test_every_stylesheet_is_linked_and_those_of_every_page_are_small():
    assert {str(path.relative_to(CSS)) for path in CSS.rglob("*.css")} == set().union(
        *(linked_styles(path.read_text()) for path in TEMPLATES.rglob("*.html"))
    )
    everywhere = linked_styles((TEMPLATES / "base.html").read_text())
    assert sum((CSS / name).stat().st_size for name in everywhere) < 48_000


def test_first_load_of_a_public_page_stays_far_below_100_kb_on_the_wire():
    public = [CSS / name for name in sorted(linked_styles((TEMPLATES / "base.html").read_text()))]
    scripts = [ROOT / "static/js/portal.js", Path(django_htmx.__file__).parent / "static/django_htmx/htmx-2.min.js"]
    pictures = [ROOT / "static/img" / name for name in ("mark.svg", "favicon.svg", "chevron.svg")]
    page = gzip.compress(render_to_string("errors/404.html").encode())
    assert sum(len(gzip.compress(path.read_bytes())) for path in [*public, *scripts, *pictures]) + len(page) < 50_000


@pytest.mark.parametrize("name", ["400", "403", "404", "409", "429", "500", "csrf"])
def test_error_pages_say_what_to_do_and_hold_one_heading(name):
    page = render_to_string(f"errors/{name}.html", {"reason": "PPK sudah menyetujui.", "stale": True, "back_url": "/kotak/"})
    assert page.count("<h1") == 1
    assert 'class="button"' in page
    assert "<!doctype html>" in page


def test_letter_has_a_letterhead_page_numbers_and_the_demo_sentence():
    text = PdfReader(BytesIO(render_pdf("pdf/base.html", {}))).pages[0].extract_text()
    assert "ASN KARIER" in text.upper()
    assert "Halaman 1 dari 1" in text
    assert "Diterbitkan oleh portal ASN Karier" in text
