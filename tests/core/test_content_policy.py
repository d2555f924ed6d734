"""The policy header: the library's text, kept; and the library itself where a view asks for something of its own."""

import pytest
from csp.constants import HEADER
from csp.exceptions import CSPNonceError
from csp.middleware import CSPMiddleware
from django.http import HttpResponse
from django.test import RequestFactory

from core.content_policy import ContentPolicyMiddleware


def directives(response):
    return {part.strip() for part in response[HEADER].split(";")}


def answer(middleware, view):
    return middleware(view)(RequestFactory().get("/"))


def test_every_answer_carries_the_policy_of_the_library():
    ours = answer(ContentPolicyMiddleware, lambda request: HttpResponse())
    assert directives(ours) == directives(answer(CSPMiddleware, lambda request: HttpResponse()))
    assert "script-src 'self'" in directives(ours)
    assert directives(answer(ContentPolicyMiddleware, lambda request: HttpResponse(status=404))) == directives(ours)


def test_nonce_and_own_policy_of_a_view_are_left_to_the_library():
    seen = []

    def with_nonce(request):
        seen.append(str(request.csp_nonce))
        response = HttpResponse()
        response._csp_update = {"script-src": [f"'nonce-{seen[0]}'"]}
        return response

    assert any(seen[0] in part for part in directives(answer(ContentPolicyMiddleware, with_nonce)))

    def exempt(request):
        response = HttpResponse()
        response._csp_exempt = True
        return response

    assert HEADER not in answer(ContentPolicyMiddleware, exempt)

    def own(request):
        return HttpResponse(headers={HEADER: "sandbox"})

    assert answer(ContentPolicyMiddleware, own)[HEADER] == "sandbox"


def test_nonce_after_the_header_is_refused():
    kept = []

    def view(request):
        kept.append(request)
        return HttpResponse()

    answer(ContentPolicyMiddleware, view)
    with pytest.raises(CSPNonceError):
        str(kept[0].csp_nonce)
