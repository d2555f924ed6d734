"""What a person reads of the own result, stage by stage: one question a stage; and whether a failure can be objected to."""

from typing import Any

from django import forms

from vacancies.rules.objection import promise_words
from vacancies.rules.publication import REASONS, STAGES
from vacancies.rules.rule_pack import RulePack


class PublicationForm(forms.Form):
    """One choice a stage; the fields are named like those of the rule pack."""

    def __init__(self, *args: Any, pack: RulePack, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for stage in STAGES:
            self.fields[stage.name] = forms.ChoiceField(
                label=stage.label,
                choices=stage.levels,
                initial=getattr(pack, stage.name),
                widget=forms.RadioSelect,
                error_messages={"required": f"Pilih apa yang dibaca peserta tentang tahap {stage.label}."},
            )
        self.fields["takes_objections"] = forms.TypedChoiceField(
            label="Sanggahan hasil administrasi",
            choices=[("", "Tidak dibuka"), ("1", f"{promise_words(pack.objection_working_days, pack.objection_answer_days)}")],
            initial="1" if pack.takes_objections else "",
            coerce=bool,
            empty_value=False,
            required=False,
            widget=forms.RadioSelect,
        )

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        if answers.get("takes_objections") and answers.get("shows_administration", REASONS) != REASONS:
            self.add_error(
                "takes_objections",
                "Sanggahan menunjuk alasan yang dibaca pelamar, jadi hasil administrasi harus tampil dengan alasannya.",
            )
        return answers
