"""All URLs with who may enter, read off the tags of the views. The tests hold this against tests/access/matrix.py."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

from core.access import LIBRARY_MODULES, PUBLIC


@dataclass(frozen=True)
class Entry:
    """One URL.

    Args:
        path: pattern as declared, from the root; name: URL name; access: tag of the view, or ("LIBRARY",) for views of
            libraries, which carry Django's own sign-in rule.
    """

    path: str
    name: str
    access: tuple[str, ...]
    library: bool = False


def entries() -> tuple[Entry, ...]:
    """Every URL of the portal, in order of declaration."""
    return tuple(_walk(get_resolver().url_patterns, "/"))


def _walk(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[Entry]:
    for pattern in patterns:
        path = prefix + str(pattern.pattern).removeprefix("^")
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, path)
            continue
        view = pattern.callback
        library = view.__module__.startswith(LIBRARY_MODULES)
        if library:
            access = (PUBLIC,) if not getattr(view, "login_required", True) else ("SIGNED_IN",)
        else:
            access = tuple(getattr(view, "access", ()))
        yield Entry(path=path, name=pattern.name or "", access=access, library=library)
