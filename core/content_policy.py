"""What browsers may do with our answers: the Content-Security-Policy, one text for every page, written once instead of at every
answer; who may embed them; and which powers of the browser no page of ours uses.
"""

from dataclasses import asdict

from csp.constants import HEADER
from csp.middleware import CheckableLazyObject, CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from core.static_guard import NEIGHBOURS, SAME_ORIGIN

POWERS = "Permissions-Policy"
# Passkeys stay; nothing here needs a camera, a place or a payment.
NO_POWERS = ", ".join(
    f"{power}=()"
    for power in (
        "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "encrypted-media", "geolocation",
        "gyroscope", "hid", "magnetometer", "microphone", "midi", "payment", "picture-in-picture", "serial", "usb",
        "xr-spatial-tracking",
    )
)  # fmt: skip
# What a view or a template may ask of the library for one answer; then the library writes the header itself.
_OWN = ("_csp_config", "_csp_update", "_csp_replace", "_csp_exempt")


class ContentPolicyMiddleware(CSPMiddleware):
    """The library's, with the policy of the settings kept for answers that ask for nothing of their own."""

    def __init__(self, get_response: object) -> None:
        super().__init__(get_response)
        self.policy = build_policy(**asdict(self.get_policy_parts(HttpRequest(), HttpResponse())))

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        response.headers.setdefault(NEIGHBOURS, SAME_ORIGIN)
        response.headers.setdefault(POWERS, NO_POWERS)
        # Pages of the debugger carry styles of their own, which the library lets through.
        if settings.DEBUG or hasattr(request, "_csp_nonce") or any(hasattr(response, name) for name in _OWN):
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, self.policy)
        # A nonce asked for after the header was written would be in no policy.
        request.csp_nonce = CheckableLazyObject(self._csp_nonce_post_response)  # type: ignore[attr-defined]
        return response
