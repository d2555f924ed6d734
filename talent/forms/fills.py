"""Input about filling a post from the succession group."""

from collections.abc import Sequence
from typing import Any

from django import forms

from accounts.models import Agency
from talent.enums import MeritRating
from talent.forms.boxes import DayField
from talent.models import PoolMembership
from talent.rules.pool_fill import MOST_NAMES, choice_refusal


class MeritApprovalForm(forms.Form):
    """The approval letter of an agency rated "Sangat Baik"."""

    agency = forms.ModelChoiceField(
        queryset=Agency.objects.order_by("name"),
        label="Instansi",
        empty_label="Pilih instansi",
        error_messages={"required": "Pilih instansi."},
    )
    rating = forms.ChoiceField(
        label="Predikat sistem merit",
        choices=[("", "Pilih predikat"), *MeritRating.choices],
        error_messages={"required": "Pilih predikat yang tertulis dalam surat."},
    )
    letter_number = forms.CharField(label="Nomor surat", max_length=80, error_messages={"required": "Tulis nomor surat."})
    letter_on = DayField(label="Tanggal surat")
    valid_until = DayField(label="Berlaku sampai", required=False)
    file = forms.FileField(
        label="Pindaian surat",
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
        help_text="PDF, paling besar 2 MB.",
        error_messages={"required": "Pilih berkas PDF.", "empty": "Berkas ini kosong."},
    )


class FillForm(forms.Form):
    """At most three names, best first, and why."""

    def __init__(self, *args: Any, members: Sequence[PoolMembership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        options = [("", "Pilih orang"), *((str(m.public_id), f"{m.employee.name} (kotak {m.box})") for m in members)]
        for place in range(1, MOST_NAMES + 1):
            self.fields[f"name_{place}"] = forms.ChoiceField(
                label=f"Nama ke-{place}", choices=options, required=place == 1, error_messages={"required": "Pilih nama pertama."}
            )
        self.fields["reason"] = forms.CharField(
            label="Pertimbangan",
            max_length=500,
            widget=forms.Textarea(attrs={"rows": 3}),
            error_messages={"required": "Tulis pertimbangannya."},
        )

    def clean(self) -> dict:
        clean = super().clean() or {}
        names = [clean.get(f"name_{place}") for place in range(1, MOST_NAMES + 1)]
        given = [name for name in names if name]
        if len(set(given)) != len(given):
            self.add_error(None, "Satu orang hanya boleh disebut sekali.")
        clean["members"] = given
        return clean


class FillChoiceForm(forms.Form):
    """The name that is determined; passing over the first one needs a reason."""

    template_name = "talent/fills/_choose.html"
    choice_reason = forms.CharField(
        label="Alasan bila bukan nama pertama", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, candidates: Sequence[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = [row["place"] for row in candidates]
        options = [("", "Pilih nama"), *((row["place"], f"{row['place']}. {row['name']}") for row in candidates)]
        self.fields["place"] = forms.TypedChoiceField(
            label="Yang ditetapkan", choices=options, coerce=int, error_messages={"required": "Pilih satu nama dari usulan."}
        )
        self.order_fields(["place", "choice_reason"])

    def clean(self) -> dict:
        clean = super().clean() or {}
        if clean.get("place"):
            problem = choice_refusal(clean["place"], self.places, clean.get("choice_reason", ""))
            if problem:
                self.add_error("choice_reason", problem)
        return clean
