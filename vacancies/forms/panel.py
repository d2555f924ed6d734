"""Form of the panel: who sits on it, who chairs, who comes from inside."""

from typing import Any

from django import forms
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Membership, User
from vacancies.actions.plan import MemberValues
from vacancies.enums import CompetencyKind, PanelMemberKind
from vacancies.facts import panel_members
from vacancies.models import Vacancy
from vacancies.rules.panel import EXPERTISE, PanelMemberFact, PostFact, composition_problems

PANEL_SEATS = 9
# Short enough for a select beside two others.
KINDS = [(PanelMemberKind.OFFICIAL, "Pejabat pemerintah"), (PanelMemberKind.EXPERT, "Akademisi atau pakar")]


class PanelForm(forms.Form):
    """Nine seats; an empty one stays empty. Who belongs to the agency's own register counts as internal."""

    basis = forms.CharField(
        label="Nomor SK panitia seleksi",
        required=False,
        max_length=120,
        help_text="Boleh diisi kemudian, sebelum rencana diajukan.",
    )

    def __init__(self, *args: Any, vacancy: Vacancy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agency_id = vacancy.agency_id
        self.post = PostFact(
            vacancy.level, tuple((row.code, row.name) for row in vacancy.competencies.all() if row.kind == CompetencyKind.TEKNIS)
        )
        self.pack = vacancy.pack
        self.expertise = [*EXPERTISE.items(), *self.post.technical]
        members = panel_members(vacancy)
        self.fields["basis"].initial = vacancy.panel.basis if getattr(vacancy, "panel", None) else ""
        self.people = _panel_people(vacancy, [row.user for row in members])
        choices = [("", "Kosong"), *((pk, _person_label(person)) for pk, person in self.people.items())]
        self.seats = range(1, max(PANEL_SEATS, len(members)) + 1)
        for seat in self.seats:
            row = members[seat - 1] if seat <= len(members) else None
            self.fields[f"user_{seat}"] = forms.TypedChoiceField(
                label=f"Anggota {seat}", choices=choices, coerce=int, empty_value=None, required=False,
                initial=row.user_id if row else None,
            )  # fmt: skip
            self.fields[f"origin_{seat}"] = forms.CharField(
                label=f"Asal anggota {seat}", required=False, max_length=200, initial=row.origin if row else ""
            )
            self.fields[f"expertise_{seat}"] = forms.CharField(
                label=f"Keterangan keahlian anggota {seat}", required=False, max_length=150, initial=row.expertise if row else ""
            )
            self.fields[f"kind_{seat}"] = forms.ChoiceField(
                label=f"Unsur anggota {seat}",
                choices=KINDS,
                required=False,
                initial=row.kind if row else PanelMemberKind.EXPERT,
            )
            self.fields[f"covers_{seat}"] = forms.MultipleChoiceField(
                label=f"Bidang yang dikuasai anggota {seat}",
                choices=self.expertise,
                required=False,
                initial=row.covers if row else [],
                widget=forms.CheckboxSelectMultiple,
            )
            self.fields[f"internal_{seat}"] = forms.BooleanField(
                label=f"Anggota {seat} dari instansi ini", required=False, initial=bool(row and row.is_internal)
            )
        chair = next((str(seat) for seat, row in enumerate(members, start=1) if row.is_chair), "")
        self.fields["chair"] = forms.ChoiceField(
            label="Ketua",
            required=False,
            initial=chair,
            choices=[("", "Belum ditunjuk"), *((str(seat), self._seat_label(seat)) for seat in self.seats)],
        )

    def _seat_label(self, seat: int) -> str:
        """The seat with the name that is saved or was just typed for it."""
        chosen = str(self[f"user_{seat}"].value() or "")
        person = self.people.get(int(chosen)) if chosen.isdigit() else None
        return f"Anggota {seat}, {person.full_name}" if person else f"Anggota {seat}"

    def lines(self) -> list[dict[str, Any]]:
        """Bound fields, seat by seat."""
        parts = ("user", "origin", "kind", "covers", "expertise", "internal")
        return [{"seat": seat, **{part: self[f"{part}_{seat}"] for part in parts}} for seat in self.seats]

    def composition(self) -> list[str]:
        """What the rules say about the panel as posted; [] before anything is posted, or when it cannot be read."""
        if not self.is_bound or not self.is_valid():
            return []
        members = [
            PanelMemberFact(
                name=self.people[row.user_id].full_name,
                is_chair=row.is_chair,
                is_internal=row.is_internal,
                agency=row.origin,
                user_key=str(row.user_id),
                kind=row.kind,
                covers=row.covers,
                level=_level_of(self.people[row.user_id]),
            )
            for row in self.values()
        ]
        return composition_problems(members, self.pack, self.post)

    def clean(self) -> dict[str, Any]:
        clean = super().clean() or {}
        seen: dict[int, int] = {}
        for seat in self.seats:
            user_id = clean.get(f"user_{seat}")
            if user_id is None:
                continue
            if user_id in seen:
                self.add_error(f"user_{seat}", f"Orang ini sudah menjadi anggota {seen[user_id]}.")
            seen.setdefault(user_id, seat)
        chair = clean.get("chair")
        if chair and not clean.get(f"user_{chair}"):
            self.add_error("chair", f"Anggota {chair} masih kosong; pilih ketua di antara anggota yang terisi.")
        return clean

    def values(self) -> list[MemberValues]:
        clean = self.cleaned_data
        rows = []
        for seat in self.seats:
            user_id = clean[f"user_{seat}"]
            if user_id is None:
                continue
            employee = getattr(self.people[user_id], "employee", None)
            own = employee is not None and employee.agency_id == self.agency_id
            rows.append(
                MemberValues(
                    user_id=user_id,
                    is_chair=clean["chair"] == str(seat),
                    is_internal=clean[f"internal_{seat}"] or own,
                    origin=clean[f"origin_{seat}"].strip() or (employee.agency.name if employee else ""),
                    expertise=clean[f"expertise_{seat}"].strip(),
                    kind=clean[f"kind_{seat}"] or PanelMemberKind.EXPERT,
                    covers=tuple(clean[f"covers_{seat}"]),
                )
            )
        return rows


def _panel_people(vacancy: Vacancy, seated: list[User]) -> dict[int, User]:
    """People who hold a panel duty for the agency today, and those already seated; by id, in the order of names."""
    duties = Membership.objects.valid_on(timezone.localdate()).filter(
        role__in=(Role.PANEL_MEMBER, Role.PANEL_CHAIR), agency_id=vacancy.agency_id, user__is_active=True
    )
    ids = {*duties.order_by("id").values_list("user_id", flat=True), *(person.pk for person in seated)}
    people = User.objects.filter(pk__in=ids).select_related("employee__agency").order_by("full_name", "pk")
    return {person.pk: person for person in people}


def _level_of(person: User) -> str:
    employee = getattr(person, "employee", None)
    return employee.position_level if employee else ""


def _person_label(person: User) -> str:
    employee = getattr(person, "employee", None)
    return f"{person.full_name} ({employee.position_title}, {employee.agency.name})" if employee else person.full_name
