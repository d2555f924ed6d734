"""What a browser needs to ask for a passkey, as an attribute: the policy of content allows no script inside a page."""

import json
from typing import Any

from django import template
from django.core.serializers.json import DjangoJSONEncoder

register = template.Library()


@register.filter
def passkey_options(options: Any) -> str:
    """Options of a ceremony as JSON, read by static/js/passkey.js; empty for none.

    A new key is asked to remember the account if it can, so that it opens the portal without a NIP and a password.
    """
    asked = options.get("publicKey", {}) if options else {}
    if wishes := asked.get("authenticatorSelection"):
        options = options | {"publicKey": asked | {"authenticatorSelection": wishes | {"residentKey": "preferred"}}}
    return json.dumps(options, cls=DjangoJSONEncoder) if options else ""
