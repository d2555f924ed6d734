"""A plain line of a form, drawn without the template: the same as the template draws."""

import re

import pytest
from django import forms

from core.form_renderer import PortalFormRenderer

HOSTILE = "\"><script>'&"


def plain(html):
    """Without the blanks between tags that a template leaves."""
    return re.sub(r">\s+", ">", re.sub(r"\s+<", "<", str(html))).strip()


class Lines(forms.Form):
    name = forms.CharField(label='Nama & "gelar" <asli>', max_length=100)
    asked = forms.CharField(label="Cari", required=False, widget=forms.TextInput(attrs={"type": "search", "list": "x"}))
    off = forms.CharField(label="Mati", disabled=True, widget=forms.TextInput(attrs={"autofocus": True, "data-off": False}))
    own_id = forms.CharField(label="Id", widget=forms.TextInput(attrs={"id": "sendiri"}))
    number = forms.IntegerField(label="Angka", required=False)
    amount = forms.DecimalField(label="Nilai", required=False, localize=True, widget=forms.TextInput)
    choice = forms.ChoiceField(label="Pilihan", choices=[("a", "A"), ("b", "B")])
    text = forms.CharField(label="Uraian", widget=forms.Textarea)
    tick = forms.BooleanField(label="Setuju", required=False)
    helped = forms.CharField(label="Dengan bantuan", help_text="Tulis lengkap.")
    unnamed = forms.CharField(label="", required=False)


BOUND = dict.fromkeys(Lines.base_fields, "1") | {"name": HOSTILE, "choice": "b", "text": "baris"}
WRONG = {"number": "abc", "name": "x" * 101}


@pytest.mark.parametrize("name", Lines.base_fields)
@pytest.mark.parametrize("data", [None, BOUND, WRONG], ids=["new", "bound", "wrong"])
@pytest.mark.parametrize("shape", [{}, {"prefix": "satu"}, {"auto_id": False}, {"initial": {"name": HOSTILE, "number": 7}}])
def test_a_line_is_what_the_template_draws(name, data, shape):
    given = {f"{shape['prefix']}-{key}": value for key, value in data.items()} if data and "prefix" in shape else data
    field = Lines(given, renderer=PortalFormRenderer(), **shape)[name]
    assert plain(field.as_field_group()) == plain(field.render())


def test_typed_words_stay_words():
    drawn = Lines({"name": HOSTILE}, renderer=PortalFormRenderer())["name"].as_field_group()
    assert "<script>" not in drawn
    assert 'value="&quot;&gt;&lt;script&gt;&#x27;&amp;"' in drawn
