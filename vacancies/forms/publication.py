"""What a person reads of the own result, stage by stage: one question a stage."""

from typing import Any

from django import forms

from vacancies.rules.publication import STAGES
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
