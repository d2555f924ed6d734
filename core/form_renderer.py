"""How Django draws forms on this portal: label, help, control and the error sentence beside it.

`{{ form }}` draws the error summary and every field; `{{ form.name.as_field_group }}` draws one field. Django itself adds
`aria-describedby` (help and error) and `aria-invalid` to the control.
"""

from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import CheckboxInput, FileInput


class PortalBoundField(BoundField):
    """A field that tells its template which shape it has, because templates decide nothing."""

    @property
    def shape(self) -> str:
        """One of "group" (radios, ticks, several parts), "tick" (a single box), "file", "line" (everything else)."""
        if self.use_fieldset:
            return "group"
        if isinstance(self.field.widget, CheckboxInput):
            return "tick"
        return "file" if isinstance(self.field.widget, FileInput) else "line"

    @property
    def need(self) -> str:
        """Whether the field must be filled, in words."""
        return "wajib" if self.field.required else "tidak wajib"

    @property
    def first_id(self) -> str:
        """The id an error summary links to: the control itself, or the first choice of a group."""
        return f"{self.auto_id}_0" if self.use_fieldset else self.auto_id


class PortalFormRenderer(TemplatesSetting):
    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
    bound_field_class = PortalBoundField
