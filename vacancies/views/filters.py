"""Lists whose state is the URL: the chips of what is filtered, and the page asked for."""

from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.http import HttpRequest


def active_filters(request: HttpRequest, form: forms.Form, skip: tuple[str, ...] = ("urut",)) -> list[dict[str, str]]:
    """One chip for each filter in force: its name, its words, and the URL that drops it."""
    chips = []
    for name, field in form.fields.items():
        value = str(form.cleaned_data.get(name, "")).strip() if name not in skip else ""
        if not value:
            continue
        query = request.GET.copy()
        query.pop(name, None)
        query.pop("halaman", None)
        words = dict(getattr(field, "choices", [])).get(value, f"“{value}”")
        chips.append({"name": name, "label": str(words), "url": f"{request.path}?{query.urlencode()}" if query else request.path})
    return chips


def page_of(request: HttpRequest, paginator: Paginator) -> Page[Any]:
    """The page named by `halaman`; a number that does not exist gives the nearest page."""
    return paginator.get_page(request.GET.get("halaman"))
