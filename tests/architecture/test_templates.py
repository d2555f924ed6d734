"""Templates: every one is used, every one that is used exists, and none breaks the content security policy."""

import ast
import re

import pytest

from tests.architecture.sources import modules, templates

# Folders whose templates are looked up by name by the sign-in library or by Django itself.
LIBRARY_FOLDERS = ("account/", "mfa/", "allauth/", "429.html")
INCLUDES = re.compile(r"""\{%\s*(?:include|extends)\s+["']([^"']+)["']""")
# Letters are printed and mails are shown elsewhere: neither meets our policy.
UNGUARDED = ("pdf/", "email/")


def names_in_code() -> set[str]:
    """Every template name written in Python, and patterns of names that are put together."""
    found = set()
    for tree in modules().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.endswith((".html", ".txt", ".css")):
                found.add(node.value)
    return found


def patterns_in_code() -> list[re.Pattern[str]]:
    """f-strings that end like a template, as patterns: every gap stands for one name."""
    found = []
    for tree in modules().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr):
                parts = [re.escape(p.value) if isinstance(p, ast.Constant) else r"[\w/]+" for p in node.values]
                if parts and parts[-1].endswith(("html", "txt")):
                    found.append(re.compile("".join(parts)))
    return found


def names_in_templates() -> dict[str, set[str]]:
    """Template -> templates it includes or extends by name."""
    return {name: set(INCLUDES.findall(text)) for name, text in templates().items()}


def test_every_template_is_used():
    used = names_in_code() | {each for names in names_in_templates().values() for each in names}
    patterns = patterns_in_code()
    unused = [
        name
        for name in templates()
        if name not in used and not name.startswith(LIBRARY_FOLDERS) and not any(p.fullmatch(name) for p in patterns)
    ]
    assert unused == []


def test_every_template_that_is_used_exists():
    wanted = {each.split("#")[0] for names in names_in_templates().values() for each in names}
    wanted |= {name.split("#")[0] for name in names_in_code() if "/" in name and name.endswith(".html") and " " not in name}
    missing = {name for name in wanted if name not in templates() and not name.startswith("django/")}
    assert missing == set()


GUARDED = {name: text for name, text in templates().items() if not name.startswith(UNGUARDED) and name.endswith(".html")}


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("style block", r"<style\b"),
        ("style attribute", r"<[^>]*\sstyle\s*="),
        ("inline script", r"<script\b(?![^>]*\bsrc=)"),
        ("event attribute", r"<[^>]*\son[a-z]+\s*="),
        ("script address", r"javascript:"),
        ("evaluated attribute", r"\bhx-(?:on|vals=.js|headers=.js)"),
    ],
)
def test_nothing_inline(what, pattern):
    found = [name for name, text in GUARDED.items() if re.search(pattern, text, re.I)]
    assert found == [], what


# Help texts are literals of our forms (Django's password help is a list); the picture of a code is drawn by the library.
MARKED_SAFE = {"components/field.html", "components/field_notes.html", "mfa/totp/activate_form.html"}


def test_nothing_is_marked_safe_and_nothing_comes_from_outside():
    wrong = {name for name, text in templates().items() if re.search(r"\|\s*safe\b|\{%\s*autoescape\s+off", text)}
    assert {name for name in wrong if not name.endswith(".txt")} == MARKED_SAFE
    outside = [name for name, text in GUARDED.items() if re.search(r"""(?:src|href|action)\s*=\s*["']https?://""", text)]
    assert outside == []


def test_every_posting_form_carries_a_token():
    wrong = []
    for name, text in GUARDED.items():
        for form in re.findall(r"<form\b[^>]*method=[\"']post[\"'].*?</form>", text, re.S | re.I):
            # The gallery shows forms that lead nowhere.
            if "csrf_token" not in form and not name.startswith("gallery/"):
                wrong.append(name)
    assert wrong == []


def test_every_page_has_a_title_and_pictures_have_words():
    untitled = [
        name
        for name, text in GUARDED.items()
        if re.search(r"{%\s*extends \"layouts/", text) and "{% block title %}" not in text and not name.startswith("layouts/")
    ]
    assert untitled == []
    assert [name for name, text in GUARDED.items() if re.search(r"<img\b(?![^>]*\balt=)", text)] == []
