"""Who fills each seat: cards of the shortlist, and the reason where a better rank is passed over."""

from typing import Any

from django import forms

from selection.models import RankingLine
from selection.rules.determination import REASONS, ChoiceFact, choice_problem, needs_reason, seats_to_fill

# The cards stand beside the sheet, not in it: every control names the form it belongs to.
OF_SHEET = {"form": "lembar"}


class DeterminationForm(forms.Form):
    """One person a seat, from those of the shortlist who still take part; a reason where a better rank is passed over.

    Args:
        lines: choosable lines by rank, with candidate, person and agency. quota: seats. rows: of `ranking_rows`, for the cards.
    """

    wide_template_name = "selection/_choose_seats.html"

    def __init__(self, *args: Any, lines: list[RankingLine], quota: int, rows: list[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ranks = {line.candidate.key: line.rank for line in lines}
        self.rows = {row["key"]: row for row in rows if row["key"] in self.ranks}
        self.quota = quota
        self.seat_count = seats_to_fill(self.ranks, quota)
        options = [(key, f"Peringkat {rank} · {self.rows[key]['name']}") for key, rank in self.ranks.items()]
        for seat in range(1, self.seat_count + 1):
            of_seat = f", formasi {seat}" if self.seat_count > 1 else ""
            self.fields[f"seat_{seat}"] = forms.ChoiceField(
                label=f"Formasi {seat}" if self.seat_count > 1 else "Peserta yang ditetapkan",
                choices=options,
                widget=forms.RadioSelect(attrs=OF_SHEET),
                error_messages={"required": "Pilih satu peserta.", "invalid_choice": "Pilihan hanya boleh dari daftar pendek."},
            )
            self.fields[f"code_{seat}"] = forms.ChoiceField(
                label=f"Jenis alasan{of_seat}",
                required=False,
                choices=[("", "Tidak diperlukan"), *REASONS],
                widget=forms.Select(attrs=OF_SHEET),
                error_messages={"invalid_choice": "Pilih jenis alasan dari daftar."},
            )
            self.fields[f"reason_{seat}"] = forms.CharField(
                label=f"Alasan{of_seat}",
                required=False,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 3, **OF_SHEET}),
                error_messages={"max_length": "Alasan paling panjang 2.000 huruf."},
            )

    @property
    def unfilled(self) -> int:
        """Seats that stay empty because the shortlist is too short."""
        return self.quota - self.seat_count

    @property
    def seats(self) -> list[dict[str, Any]]:
        """One entry a seat for the page: its fields, and a card per candidate with the radio that chooses it."""
        return [
            {
                "field": self[f"seat_{seat}"],
                "code": self[f"code_{seat}"],
                "reason": self[f"reason_{seat}"],
                "cards": [
                    {
                        "row": self.rows[option.data["value"]],
                        "value": option.data["value"],
                        "ident": option.data["attrs"]["id"],
                        "is_chosen": option.data["selected"],
                    }
                    for option in self[f"seat_{seat}"].subwidgets
                ],
            }
            for seat in range(1, self.seat_count + 1)
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen = [cleaned.get(f"seat_{seat}") for seat in range(1, self.seat_count + 1)]
        for seat, key in enumerate(chosen, start=1):
            if key and key in chosen[: seat - 1]:
                first = chosen.index(key) + 1
                self.add_error(f"seat_{seat}", f"{self.rows[key]['name']} sudah dipilih untuk formasi {first}.")
        if self.errors:
            return cleaned
        for seat, key in enumerate(chosen, start=1):
            if not needs_reason(key, chosen, self.ranks):
                continue
            if not cleaned.get(f"code_{seat}"):
                self.add_error(f"code_{seat}", f"Pilih jenis alasan memilih peringkat {self.ranks[key]}.")
            if not cleaned.get(f"reason_{seat}", "").strip():
                self.add_error(
                    f"reason_{seat}",
                    f"Tulis alasan memilih peringkat {self.ranks[key]}, karena ada peringkat lebih tinggi yang tidak dipilih.",
                )
        if not self.errors:
            problem = choice_problem(self.choices(), self.ranks, self.quota)
            if problem:
                self.add_error(None, problem)
        return cleaned

    def choices(self) -> list[ChoiceFact]:
        """The choice per seat, first seat first."""
        return [
            ChoiceFact(
                self.cleaned_data[f"seat_{seat}"],
                self.cleaned_data.get(f"reason_{seat}", ""),
                self.cleaned_data.get(f"code_{seat}", ""),
            )
            for seat in range(1, self.seat_count + 1)
        ]
