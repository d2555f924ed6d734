"""The baseline of a results evening: a bare Django view that returns one template, and nothing else.

No middleware, no database, no session. The template is as long as the page it stands for and writes in the moment, so that Django
draws it anew for each reader. `ASN_BARE_FOLDER` holds it as `page.html`.
"""

import os
import time

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

TEMPLATE = "page.html"


def show_page(request: HttpRequest) -> HttpResponse:
    """The one page, with its length, as the portal's middleware says it."""
    response = render(request, TEMPLATE, {"moment": time.time()})
    response["Content-Length"] = str(len(response.content))
    return response


urlpatterns = [path("", show_page)]


def make_application() -> WSGIHandler:
    """A Django of its own in this process."""
    import django

    settings.configure(
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF=__name__,
        TEMPLATES=[
            {"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [os.environ["ASN_BARE_FOLDER"]]},
        ],
    )
    django.setup(set_prefix=False)
    return WSGIHandler()


# The server imports this module for `application`; a reader of the code does not configure a second Django by importing it.
if "ASN_BARE_FOLDER" in os.environ:
    application = make_application()
