"""Form of the assessment: what is weighed, what is only passed or failed, and what is only shown."""

from decimal import Decimal
from typing import Any

from django import forms

from vacancies.actions.components import ComponentValues, level_values
from vacancies.enums import AggregateKind, StageCode
from vacancies.models import ScoreComponent, Vacancy
from vacancies.rules.anchors import AnchorsRefused, outside_scale, read_anchors, written_anchors
from vacancies.rules.rule_pack import COMPONENT_KINDS, COMPONENT_LABELS, COMPONENT_STAGES, WeightFact

# Kinds a weighted component may have; what is passed or failed has a table of its own.
WEIGHTED_KINDS = [choice for choice in AggregateKind.choices if choice[0] != AggregateKind.PASS_FAIL]
# Whose markers can work from the participant number alone: sheets of members, and papers that two operators key.
BLIND_KINDS = (AggregateKind.MEAN, AggregateKind.MEDIAN, AggregateKind.ENTRY)
INFORMATIVE_KINDS = [choice for choice in WEIGHTED_KINDS if choice[0] in ("MEAN", "SINGLE")]
SCORED_STAGES = [(code, StageCode(code).label) for code in ("ASSESSMENT", "CAT", "PAPER", "TRACK_RECORD", "INTERVIEW", "HEALTH")]
PASS_FAIL_CODES = tuple(code for code, kind in COMPONENT_KINDS.items() if kind == "PASS_FAIL")
INFORMATIVE_ROWS = ("INFO1", "INFO2", "INFO3")


class NumberInput(forms.TextInput):
    def __init__(self, **attrs: str) -> None:
        super().__init__(attrs={"inputmode": "decimal", "class": "number", **attrs})


def _raw_field(label: str, initial: Decimal | None, *, required: bool = False, **attrs: str) -> forms.DecimalField:
    """A number in raw units of a component; any scale, also below zero."""
    return forms.DecimalField(
        label=label,
        required=required,
        max_digits=6,
        decimal_places=2,
        localize=True,
        initial=None if initial is None else initial.normalize(),
        widget=NumberInput(**attrs),
    )


class ComponentsForm(forms.Form):
    """One line a weighted component (an empty weight leaves it out), then pass or fail, then what is only shown."""

    def __init__(self, *args: Any, vacancy: Vacancy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.used = {row.code: row for row in vacancy.components.all()}
        self.standard = list(vacancy.competencies.all())
        weighted = {code: row.label for code, row in self.used.items() if row.is_weighted}
        usual = {code: label for code, label in COMPONENT_LABELS.items() if code not in PASS_FAIL_CODES}
        self.labels = {**usual, **weighted}
        places = {code: place for place, code in enumerate(vacancy.tie_order, start=1)}
        for code, label in self.labels.items():
            self._add_weighted(code, label, self.used.get(code), places.get(code))
        for code in PASS_FAIL_CODES:
            self.fields[f"asked_{code}"] = forms.BooleanField(
                label=COMPONENT_LABELS[code], required=False, initial=code in self.used
            )
        self.fields["levels"] = forms.BooleanField(
            label="Tingkat capaian setiap kompetensi standar diimpor dari pusat asesmen",
            help_text="Portal menghitung kesesuaian orang dengan jabatan (job person match) dari tingkat itu.",
            required=False,
            initial=any(row.competency_code for row in self.used.values()),
        )
        for code in INFORMATIVE_ROWS:
            self._add_informative(code, self.used.get(code))

    def _add_weighted(self, code: str, label: str, row: ScoreComponent | None, place: int | None) -> None:
        self.fields[f"weight_{code}"] = forms.DecimalField(
            label=f"Bobot {label}",
            required=False,
            min_value=0,
            max_value=100,
            max_digits=5,
            decimal_places=2,
            localize=True,
            initial=row.weight.normalize() if row else None,
            widget=NumberInput(**{"data-portal-addend": ""}),
        )
        self.fields[f"low_{code}"] = _raw_field(f"Nilai terendah {label}", row.scale_min if row else Decimal(0))
        self.fields[f"high_{code}"] = _raw_field(f"Nilai tertinggi {label}", row.scale_max if row else Decimal(100))
        self.fields[f"minimum_{code}"] = _raw_field(f"Nilai minimum {label}", row.minimum if row else None)
        self.fields[f"aggregate_{code}"] = forms.ChoiceField(
            label=f"Cara menilai {label}",
            choices=WEIGHTED_KINDS,
            initial=row.aggregate if row else COMPONENT_KINDS.get(code, "MEAN"),
        )
        self.fields[f"tie_{code}"] = forms.IntegerField(
            label=f"Urutan penentu {label}", required=False, min_value=1, max_value=99, initial=place
        )
        self.fields[f"blind_{code}"] = forms.BooleanField(
            label="Penilai hanya melihat nomor peserta", required=False, initial=bool(row and row.is_blind)
        )
        self.fields[f"anchors_{code}"] = forms.CharField(
            label=f"Uraian tingkat {label}",
            required=False,
            max_length=3000,
            initial=written_anchors(row.anchors) if row else "",
            widget=forms.Textarea(attrs={"rows": 5}),
            help_text="Satu tingkat satu baris, misalnya “81-100: menguasai seluruh materi”. Tampil di lembar penilaian.",
        )

    def _add_informative(self, code: str, row: ScoreComponent | None) -> None:
        number = code.removeprefix("INFO")
        self.fields[f"label_{code}"] = forms.CharField(
            label=f"Kriteria informasi {number}", required=False, max_length=120, initial=row.label if row else ""
        )
        self.fields[f"stage_{code}"] = forms.ChoiceField(
            label=f"Tahap kriteria informasi {number}", choices=SCORED_STAGES, initial=row.stage if row else "INTERVIEW"
        )
        self.fields[f"low_{code}"] = _raw_field(
            f"Nilai terendah kriteria informasi {number}", row.scale_min if row else Decimal(0)
        )
        self.fields[f"high_{code}"] = _raw_field(
            f"Nilai tertinggi kriteria informasi {number}", row.scale_max if row else Decimal(100)
        )
        self.fields[f"aggregate_{code}"] = forms.ChoiceField(
            label=f"Cara menilai kriteria informasi {number}",
            choices=INFORMATIVE_KINDS,
            initial=row.aggregate if row else "MEAN",
        )

    def lines(self) -> list[dict[str, Any]]:
        """Bound fields of the weighted components, line by line."""
        parts = ("weight", "low", "high", "minimum", "aggregate", "tie", "blind", "anchors")
        return [
            {
                "label": label,
                "stage": StageCode(self._stage_of(code)).label,
                "is_open": bool(self[f"anchors_{code}"].errors or self[f"blind_{code}"].errors),
                **{part: self[f"{part}_{code}"] for part in parts},
            }
            for code, label in self.labels.items()
        ]

    def pass_fail_lines(self) -> list[dict[str, Any]]:
        """Bound fields of what is only passed or failed."""
        return [
            {"label": COMPONENT_LABELS[code], "stage": StageCode(self._stage_of(code)).label, "asked": self[f"asked_{code}"]}
            for code in PASS_FAIL_CODES
        ]

    def informative_lines(self) -> list[dict[str, Any]]:
        """Bound fields of the free informative criteria."""
        parts = ("label", "stage", "low", "high", "aggregate")
        return [{part: self[f"{part}_{code}"] for part in parts} for code in INFORMATIVE_ROWS]

    def clean(self) -> dict[str, Any]:
        clean = super().clean() or {}
        places: dict[int, str] = {}
        for code in self.labels:
            if clean.get(f"weight_{code}"):
                self._check_place(clean, code, places)
                self._check_scale(clean, code)
                self._check_blind(clean, code)
                self._check_anchors(clean, code)
        for code in INFORMATIVE_ROWS:
            if clean.get(f"label_{code}", "").strip():
                self._check_scale(clean, code)
        return clean

    def _check_place(self, clean: dict[str, Any], code: str, places: dict[int, str]) -> None:
        place = clean.get(f"tie_{code}")
        if place is None:
            if f"tie_{code}" not in self.errors:
                self.add_error(f"tie_{code}", "Isi urutan penentu untuk komponen yang berbobot.")
        elif place in places:
            self.add_error(f"tie_{code}", f"Urutan {place} sudah dipakai untuk {places[place]}.")
        else:
            places[place] = self.labels[code]

    def _check_scale(self, clean: dict[str, Any], code: str) -> None:
        low, high, minimum = (clean.get(f"{part}_{code}") for part in ("low", "high", "minimum"))
        for part, value in (("low", low), ("high", high)):
            if value is None and f"{part}_{code}" not in self.errors:
                self.add_error(f"{part}_{code}", "Isi nilai terendah dan tertinggi.")
        if low is None or high is None:
            return
        if high <= low:
            self.add_error(f"high_{code}", "Nilai tertinggi harus di atas nilai terendah.")
        elif minimum is not None and not low <= minimum <= high:
            self.add_error(f"minimum_{code}", "Nilai minimum harus di antara nilai terendah dan tertinggi.")

    def _check_blind(self, clean: dict[str, Any], code: str) -> None:
        if clean.get(f"blind_{code}") and clean.get(f"aggregate_{code}") not in BLIND_KINDS:
            self.add_error(f"blind_{code}", "Penilaian tanpa nama hanya untuk nilai pansel atau nilai kertas.")

    def _check_anchors(self, clean: dict[str, Any], code: str) -> None:
        try:
            found = read_anchors(clean.get(f"anchors_{code}") or "")
        except AnchorsRefused as error:
            self.add_error(f"anchors_{code}", error.reason)
            return
        low, high = clean.get(f"low_{code}"), clean.get(f"high_{code}")
        outside = outside_scale(found, low, high) if low is not None and high is not None else None
        if outside:
            self.add_error(f"anchors_{code}", outside)
        clean[f"levels_{code}"] = tuple(anchor.as_json() for anchor in found)

    def _stage_of(self, code: str) -> str:
        row = self.used.get(code)
        return row.stage if row else COMPONENT_STAGES[code]

    def weight_facts(self) -> list[WeightFact]:
        """Weights as typed (bound) or stored; what cannot be read counts as nothing."""
        facts = []
        for code in self.labels:
            field = self[f"weight_{code}"]
            try:
                weight = field.field.clean(field.value())
            except forms.ValidationError:
                continue
            if weight:
                facts.append(WeightFact(code, weight, self.labels[code]))
        return facts

    def values(self) -> list[ComponentValues]:
        levels = level_values(self.standard) if self.cleaned_data["levels"] else []
        return [*self._weighted_values(), *self._pass_fail_values(), *levels, *self._informative_values()]

    def _weighted_values(self) -> list[ComponentValues]:
        clean = self.cleaned_data
        return [
            ComponentValues(
                code=code,
                label=label,
                stage=self._stage_of(code),
                weight=clean[f"weight_{code}"],
                minimum=clean[f"minimum_{code}"],
                scale_min=clean[f"low_{code}"],
                scale_max=clean[f"high_{code}"],
                aggregate=clean[f"aggregate_{code}"],
                tie_place=clean[f"tie_{code}"],
                is_blind=clean[f"blind_{code}"],
                anchors=clean[f"levels_{code}"],
            )
            for code, label in self.labels.items()
            if clean[f"weight_{code}"]
        ]

    def _pass_fail_values(self) -> list[ComponentValues]:
        return [
            ComponentValues(
                code=code,
                label=COMPONENT_LABELS[code],
                stage=self._stage_of(code),
                weight=Decimal(0),
                minimum=Decimal(1),
                scale_max=Decimal(1),
                aggregate="PASS_FAIL",
                tie_place=None,
            )
            for code in PASS_FAIL_CODES
            if self.cleaned_data[f"asked_{code}"]
        ]

    def _informative_values(self) -> list[ComponentValues]:
        clean = self.cleaned_data
        return [
            ComponentValues(
                code=code,
                label=clean[f"label_{code}"].strip(),
                stage=clean[f"stage_{code}"],
                weight=Decimal(0),
                minimum=None,
                scale_min=clean[f"low_{code}"],
                scale_max=clean[f"high_{code}"],
                aggregate=clean[f"aggregate_{code}"],
                tie_place=None,
                is_informative=True,
            )
            for code in INFORMATIVE_ROWS
            if clean[f"label_{code}"].strip()
        ]
