"""How Django draws forms on this portal: label, help, control and the error sentence beside it.

`{{ form }}` draws the error summary and every field; `{{ form.name.as_field_group }}` draws one field. Django itself adds
`aria-describedby` (help and error) and `aria-invalid` to the control.
"""

from typing import Any

from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import CheckboxInput, FileInput, TextInput
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe


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

    def as_field_group(self) -> SafeString:
        """The whole field. A line without help or error, which most are, is drawn without the template, and the same."""
        is_plain = not self.errors and not self.help_text and bool(self.label)
        if not is_plain or self.template_name != PortalFormRenderer.field_template_name or self.shape != "line":
            return super().as_field_group()  # type: ignore[no-any-return]
        return mark_safe(  # noqa: S308 - every part is escaped here or drawn by Django
            f'<div class="field field-line"><label class="field-label" for="{conditional_escape(self.id_for_label)}">'
            f'{conditional_escape(self.label)} <span class="field-need">{self.need}</span></label>'
            f"{self._text_line() if self._is_text_line else self}</div>"
        )

    @property
    def _is_text_line(self) -> bool:
        field, widget = self.field, self.field.widget
        return type(widget) is TextInput and not field.localize and not field.show_hidden_initial

    def _text_line(self) -> str:
        """The text field itself, as Django's template draws it."""
        widget = self.field.widget
        given: dict[str, Any] = {"type": widget.input_type, "name": self.html_name}
        value = widget.format_value(self.value())
        if value is not None:
            given["value"] = value
        own = self.build_widget_attrs({})
        if self.auto_id and "id" not in widget.attrs:
            own["id"] = self.auto_id
        parts = [
            name if each is True else f'{name}="{conditional_escape(each)}"'
            for name, each in (given | widget.build_attrs(widget.attrs, own)).items()
            if each is not False
        ]
        return f"<input {' '.join(parts)}>"


class PortalFormRenderer(TemplatesSetting):
    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
    bound_field_class = PortalBoundField
