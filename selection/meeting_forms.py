"""Input about conflicts of interest and sessions."""

from collections.abc import Sequence
from datetime import date, datetime, time

from django import forms

from core.indonesian import zone_info
from selection.actions.sessions import SessionInput
from selection.models import MEETING_STAGES, StageSession

DAYS = ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"]
CLOCK = ["%H:%M", "%H.%M", "%H:%M:%S"]


class AnswerConflictForm(forms.Form):
    """A member's answer to one proposal: a conflict, or none and why."""

    answer = forms.ChoiceField(
        label="Jawaban Anda",
        choices=[
            ("declare", "Ya, saya punya konflik kepentingan dan tidak menilai peserta ini"),
            ("deny", "Tidak, hubungan ini tidak memengaruhi penilaian saya"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih salah satu jawaban."},
    )
    reason = forms.CharField(
        label="Alasan",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Dibaca ketua pansel, sekretariat, dan pengawas. Paling panjang 300 huruf.",
        error_messages={"required": "Tulis alasan jawaban Anda.", "max_length": "Alasan paling panjang 300 huruf."},
    )


class RecusalForm(forms.Form):
    """Who runs the selection relieves a member of one candidate, or takes that back."""

    candidate = forms.TypedChoiceField(label="Peserta", coerce=int, error_messages={"required": "Pilih peserta."})
    member = forms.TypedChoiceField(label="Anggota pansel", coerce=int, error_messages={"required": "Pilih anggota pansel."})
    reason = forms.CharField(
        label="Alasan",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Dibaca anggota itu, pengawas, dan tercatat di jejak.",
        error_messages={"required": "Tulis alasannya.", "max_length": "Alasan paling panjang 300 huruf."},
    )

    def __init__(self, *args, candidates: Sequence[tuple[int, str]], members: Sequence[tuple[int, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["candidate"].choices = [("", "Pilih peserta"), *candidates]
        self.fields["member"].choices = [("", "Pilih anggota"), *members]


class SessionForm(forms.Form):
    """Time in the agency's zone, place or link, and seats.

    Args:
        zone: name of the agency's zone. session: the one to change, None for a new one.
    """

    stage = forms.ChoiceField(
        label="Tahap", choices=[("", "Pilih tahap"), *MEETING_STAGES], error_messages={"required": "Pilih tahap."}
    )
    day = forms.DateField(
        label="Tanggal",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        input_formats=DAYS,
        error_messages={"required": "Isi tanggalnya.", "invalid": "Tulis tanggal yang benar, misalnya 31-12-2026."},
    )
    starts = forms.TimeField(
        label="Mulai pukul",
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        input_formats=CLOCK,
        error_messages={"required": "Isi jam mulai.", "invalid": "Tulis jam yang benar, misalnya 09.00."},
    )
    ends = forms.TimeField(
        label="Selesai pukul",
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        input_formats=CLOCK,
        error_messages={"required": "Isi jam selesai.", "invalid": "Tulis jam yang benar, misalnya 11.30."},
    )
    place = forms.CharField(
        label="Tempat",
        required=False,
        max_length=200,
        help_text="Gedung, lantai, dan ruang. Boleh kosong bila sesi daring.",
        error_messages={"max_length": "Tempat paling panjang 200 huruf."},
    )
    link = forms.URLField(
        label="Tautan rapat",
        required=False,
        max_length=300,
        assume_scheme="https",
        help_text="Untuk sesi daring; hanya peserta sesi dan penilai yang membacanya.",
        error_messages={"invalid": "Tulis tautan lengkap, misalnya https://rapat.example/ruang."},
    )
    capacity = forms.IntegerField(
        label="Kapasitas (orang)",
        min_value=1,
        max_value=2000,
        error_messages={
            "required": "Isi jumlah kursi.",
            "invalid": "Tulis jumlah kursi dengan angka.",
            "min_value": "Kapasitas paling sedikit 1 orang.",
            "max_value": "Kapasitas paling banyak 2.000 orang.",
        },
    )
    note = forms.CharField(
        label="Petunjuk untuk peserta",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Misalnya pakaian, alat tulis, atau dokumen yang dibawa.",
        error_messages={"max_length": "Petunjuk paling panjang 500 huruf."},
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(
        label="Alasan perubahan",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Dibaca peserta dan penilai di surel pemberitahuan.",
        error_messages={"required": "Tulis alasan perubahan; peserta membacanya."},
    )

    def __init__(self, *args, zone: str, session: StageSession | None = None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        if session is None:
            del self.fields["reason"]
        else:
            del self.fields["stage"]

    def wanted(self) -> SessionInput:
        """The session as typed. Call on a valid form."""
        data = self.cleaned_data
        return SessionInput(
            starts_at=self._moment(data["day"], data["starts"]),
            ends_at=self._moment(data["day"], data["ends"]),
            place=data["place"],
            link=data["link"],
            capacity=data["capacity"],
            note=data["note"],
        )

    def field_of(self, name: str | None) -> str | None:
        """Which field of the form a refusal of the action belongs to."""
        field = {"starts_at": "starts", "ends_at": "ends"}.get(name or "", name)
        return field if field in self.fields else None

    def _moment(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, zone_info(self.zone))


def initial_of(session: StageSession, zone: str) -> dict[str, object]:
    """What the form of an existing session shows."""
    start, end = session.starts_at.astimezone(zone_info(zone)), session.ends_at.astimezone(zone_info(zone))
    return {
        "day": start.date(),
        "starts": start.time(),
        "ends": end.time(),
        "place": session.place,
        "link": session.link,
        "capacity": session.capacity,
        "note": session.note,
        "version": session.version,
    }


class CancelSessionForm(forms.Form):
    """Why a session falls away."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Alasan pembatalan",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Dibaca peserta dan penilai di surel pemberitahuan.",
        error_messages={"required": "Tulis alasan pembatalan; peserta membacanya."},
    )


class ReleaseForm(forms.Form):
    """Why a participant leaves a session."""

    reason = forms.CharField(
        label="Alasan",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Dibaca peserta di surel pemberitahuan.",
        error_messages={"required": "Tulis alasan mengeluarkan peserta; peserta membacanya."},
    )


class SlotRequestForm(forms.Form):
    """A participant's wish for another slot."""

    reason = forms.CharField(
        label="Alasan minta jadwal lain",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Dibaca sekretariat pansel. Jadwal Anda tetap berlaku sampai dijawab.",
        error_messages={"required": "Tulis alasan Anda minta jadwal lain.", "max_length": "Alasan paling panjang 300 huruf."},
    )


class SlotAnswerForm(forms.Form):
    """The secretariat's answer: another session, or the seat stays. `sessions` are (primary key, words)."""

    target = forms.ChoiceField(
        label="Jawaban", widget=forms.RadioSelect, error_messages={"required": "Pilih sesi lain atau jadwal tetap."}
    )
    answer = forms.CharField(
        label="Catatan untuk peserta",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Wajib bila jadwalnya tetap.",
        error_messages={"max_length": "Catatan paling panjang 300 huruf."},
    )

    def __init__(self, *args, sessions: Sequence[tuple[int, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(pk), f"Pindah ke {words}") for pk, words in sessions]
        self.fields["target"].choices = [*choices, ("keep", "Jadwal tetap")]
        if not choices:
            self.fields[
                "target"
            ].help_text = "Untuk memindahkan peserta, buat dahulu sesi lain di tahap ini yang masih punya kursi."

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("target") == "keep" and not cleaned.get("answer", "").strip():
            self.add_error("answer", "Tulis jawaban untuk peserta.")
        return cleaned
