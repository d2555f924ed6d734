"""Forms of the plan, one a section. Half-done plans may be saved; completeness is judged by `plan_problems`."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from accounts.models import Agency, Region
from core.indonesian import zone_info
from employees.enums import DocumentType, JobField
from vacancies.actions.plan import CalendarValues, PositionValues
from vacancies.enums import Level, StageCode
from vacancies.models import Vacancy

DATE = {"type": "date"}


class PlanDateField(forms.DateField):
    """An optional day of a plan; a year nobody plans for is a slip of the keyboard, and would overflow time arithmetic."""

    def __init__(self, *, label: str, help_text: str = "", initial: date | None = None) -> None:
        super().__init__(
            label=label,
            help_text=help_text,
            initial=initial,
            required=False,
            widget=forms.DateInput(DATE, "%Y-%m-%d"),
            validators=[
                MinValueValidator(date(2020, 1, 1), "Tahunnya tidak mungkin; isi tahun 2020 sampai 2100."),
                MaxValueValidator(date(2100, 12, 31), "Tahunnya tidak mungkin; isi tahun 2020 sampai 2100."),
            ],
        )


def region_choices() -> list[Any]:
    """Regions as groups of a select: a province, then its kabupaten and kota."""
    groups: dict[str, tuple[str, list[tuple[str, str]]]] = {}
    for region in Region.objects.select_related("province").order_by("province_id", "code"):
        _, members = groups.setdefault(region.province_id, (region.province.name, []))
        members.append((region.code, region.name))
    return [("", "Pilih lokasi"), *groups.values()]


class PositionForm(forms.ModelForm):
    class Meta:
        model = Vacancy
        fields = ("position_title", "unit", "level", "field", "quota", "region", "summary")
        widgets = {"summary": forms.Textarea(attrs={"rows": 5})}
        help_texts = {
            "position_title": "Seperti tertulis di peta jabatan, misalnya “Direktur Perencanaan”.",
            "quota": "Jumlah kursi yang diisi. Daftar pendek memuat tiga kali jumlah ini.",
            "field": "Pengalaman pelamar dihitung pada rumpun ini.",
            "summary": "Tugas jabatan dalam beberapa kalimat; tampil paling atas di halaman publik.",
        }

    def __init__(self, *args: Any, agencies: list[Agency] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = [("", "Pilih tingkat"), *Level.choices]
        self.fields["field"].choices = [("", "Pilih rumpun"), *JobField.choices]
        self.fields["quota"].widget.attrs.update(min=1, max=50)
        self.fields["region"].choices = region_choices()
        if agencies is not None and len(agencies) > 1:
            choices = [("", "Pilih instansi"), *((a.pk, a.name) for a in agencies)]
            self.fields["agency"] = forms.TypedChoiceField(label="Instansi", choices=choices, coerce=int)
            self.order_fields(["agency"])

    def clean_quota(self) -> int:
        quota = self.cleaned_data["quota"]
        if not 1 <= quota <= 50:
            raise forms.ValidationError("Formasi 1 sampai 50.")
        return quota

    def values(self) -> PositionValues:
        clean = self.cleaned_data
        return PositionValues(
            position_title=clean["position_title"].strip(),
            unit=clean["unit"].strip(),
            level=clean["level"],
            field=clean["field"],
            quota=clean["quota"],
            region_id=clean["region"].pk,
            summary=clean["summary"].strip(),
        )


class DocumentsForm(forms.Form):
    """One line a document type: not asked, may be handed in, must be handed in; and a note."""

    NEEDS = (("NO", "Tidak diminta"), ("OPTIONAL", "Boleh dilampirkan"), ("REQUIRED", "Wajib"))

    def __init__(self, *args: Any, vacancy: Vacancy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = {row.type: row for row in vacancy.required_documents.all()}
        # What is asked already comes first and keeps its order.
        self.codes = [*asked, *(code for code in DocumentType.values if code not in asked)]
        for code in self.codes:
            label = DocumentType(code).label
            row = asked.get(code)
            need = "NO" if row is None else "REQUIRED" if row.is_required else "OPTIONAL"
            self.fields[f"need_{code}"] = forms.ChoiceField(label=label, choices=self.NEEDS, initial=need)
            self.fields[f"note_{code}"] = forms.CharField(
                label=f"Keterangan {label}", required=False, max_length=200, initial=row.note if row else ""
            )

    def lines(self) -> list[dict[str, Any]]:
        """Bound fields, line by line."""
        return [
            {"label": DocumentType(code).label, "need": self[f"need_{code}"], "note": self[f"note_{code}"]} for code in self.codes
        ]

    def values(self) -> list[tuple[str, bool, str]]:
        clean = self.cleaned_data
        return [
            (code, clean[f"need_{code}"] == "REQUIRED", clean[f"note_{code}"].strip())
            for code in self.codes
            if clean[f"need_{code}"] != "NO"
        ]


class CalendarForm(forms.Form):
    """Registration window in the agency's zone, and the later stages. Times name the last minute that still counts."""

    opens_on = PlanDateField(label="Pendaftaran dibuka tanggal")
    opens_time = forms.TimeField(
        label="Pukul buka", required=False, widget=forms.TimeInput({"type": "time"}, "%H:%M"), initial=time(0, 0)
    )
    closes_on = PlanDateField(label="Pendaftaran ditutup tanggal")
    closes_time = forms.TimeField(
        label="Pukul tutup",
        required=False,
        widget=forms.TimeInput({"type": "time"}, "%H:%M"),
        initial=time(23, 59),
        help_text="Pukul 23.59 berarti sampai detik terakhir hari itu.",
    )
    reference_on = PlanDateField(
        label="Tanggal acuan umur dan masa jabatan",
        help_text="Biasanya rencana tanggal pelantikan. Kosong berarti hari terakhir pendaftaran.",
    )
    short_window_reason = forms.CharField(
        label="Alasan masa pendaftaran singkat",
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text="Wajib bila masa pendaftaran kurang dari 15 hari; dibaca Wasdal BKN.",
    )
    auto_extend = forms.BooleanField(
        label="Perpanjang otomatis 7 hari bila saat penutupan lamaran terkirim kurang dari 4", required=False
    )

    def __init__(self, *args: Any, vacancy: Vacancy, **kwargs: Any) -> None:
        self.zone = vacancy.zone
        initial = {
            "reference_on": vacancy.reference_on,
            "short_window_reason": vacancy.short_window_reason,
            "auto_extend": vacancy.auto_extend,
        }
        zone = zone_info(self.zone)
        if vacancy.opens_at:
            local = vacancy.opens_at.astimezone(zone)
            initial.update(opens_on=local.date(), opens_time=local.time())
        if vacancy.closes_at:
            local = (vacancy.closes_at - timedelta(minutes=1)).astimezone(zone)
            initial.update(closes_on=local.date(), closes_time=local.time())
        super().__init__(*args, initial=initial, **kwargs)
        stored = {row.code: row for row in vacancy.stages.all()}
        self.stage_codes = [code for code in StageCode.values if code != StageCode.ANNOUNCEMENT]
        for code in self.stage_codes:
            row = stored.get(code)
            for part, label in (("start", "mulai"), ("end", "selesai")):
                self.fields[f"{part}_{code}"] = PlanDateField(
                    label=f"{StageCode(code).label} {label}",
                    initial=getattr(row, f"{part}s_on", None) if row else None,
                )

    def lines(self) -> list[dict[str, Any]]:
        """Bound fields of the stages, line by line."""
        return [
            {"label": StageCode(code).label, "start": self[f"start_{code}"], "end": self[f"end_{code}"]}
            for code in self.stage_codes
        ]

    def clean(self) -> dict[str, Any]:
        clean = super().clean() or {}
        clean["opens_at"] = self._moment(clean, "opens", time(0, 0))
        last_minute = self._moment(clean, "closes", time(23, 59))
        clean["closes_at"] = last_minute + timedelta(minutes=1) if last_minute else None
        if clean["opens_at"] and clean["closes_at"] and clean["closes_at"] <= clean["opens_at"]:
            self.add_error("closes_on", "Penutupan pendaftaran harus setelah pembukaan.")
        for code in self.stage_codes:
            first, last = clean.get(f"start_{code}"), clean.get(f"end_{code}")
            if bool(first) != bool(last) and not {f"start_{code}", f"end_{code}"} & set(self.errors):
                self.add_error(
                    f"end_{code}" if first else f"start_{code}", "Isi tanggal mulai dan selesai, atau kosongkan keduanya."
                )
            elif first and last and last < first:
                self.add_error(f"end_{code}", "Tanggal selesai tidak boleh sebelum tanggal mulai.")
        return clean

    def _moment(self, clean: dict[str, Any], part: str, default: time) -> datetime | None:
        day = clean.get(f"{part}_on")
        if day is None:
            return None
        return datetime.combine(day, clean.get(f"{part}_time") or default, zone_info(self.zone))

    def values(self) -> CalendarValues:
        clean = self.cleaned_data
        return CalendarValues(
            opens_at=clean["opens_at"],
            closes_at=clean["closes_at"],
            reference_on=clean["reference_on"],
            short_window_reason=clean["short_window_reason"].strip(),
            auto_extend=clean["auto_extend"],
            stages=tuple(
                (code, clean[f"start_{code}"], clean[f"end_{code}"]) for code in self.stage_codes if clean[f"start_{code}"]
            ),
        )
