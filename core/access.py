"""Who may enter a view: deny by default.

Every view carries exactly one tag, `@public`, `@signed_in` or `@allow(role, ...)`. A view without a tag is refused by the
middleware, and a test compares the tags with the table of all URLs (`tests/access/matrix.py`).
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]
PUBLIC = "PUBLIC"
SIGNED_IN = "SIGNED_IN"
# Views of libraries, which cannot carry our tag; each is listed in the access table of the tests.
LIBRARY_MODULES = ("allauth.", "django.views.static", "django.contrib.staticfiles")


def public(view: View) -> View:
    """Open a view to everybody, signed in or not."""
    tagged = login_not_required(view)
    tagged.access = (PUBLIC,)  # type: ignore[attr-defined]
    return tagged


def signed_in(view: View) -> View:
    """Open a view to every signed-in person, whatever the role."""
    view.access = (SIGNED_IN,)  # type: ignore[attr-defined]
    return view


def allow(*roles: str) -> Callable[[View], View]:
    """Open a view to holders of at least one of `roles`, by a duty valid today.

    Args:
        roles: role codes, at least one.

    Raises (in the wrapped view):
        PermissionDenied: the person holds none of the roles; answered with a 403 page that names the roles.
    """
    if not roles:
        raise ValueError("allow() needs at least one role")

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.has_any_role(roles):  # type: ignore[union-attr]
                raise PermissionDenied("Halaman ini hanya untuk pemegang tugas tertentu.")
            return view(request, *args, **kwargs)

        guarded.access = tuple(roles)  # type: ignore[attr-defined]
        return guarded

    return decorate


class AccessMiddleware:
    """Refuses any view that declares no access rule, so that a forgotten tag closes a page instead of opening it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, args: Any, kwargs: Any) -> None:
        if getattr(view, "access", None) is None and not view.__module__.startswith(LIBRARY_MODULES):
            raise PermissionDenied("Halaman ini belum punya aturan akses.")
