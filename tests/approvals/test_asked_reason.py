"""A request that asks whoever agrees for a reason."""

import json

import pytest
from django.urls import reverse

from approvals.models import Decision
from core.models import AuditEntry
from tests.approvals.test_inbox_views import enter, errors_of, page_of, post_form  # noqa: F401

pytestmark = pytest.mark.django_db


def test_who_agrees_where_a_reason_is_asked_writes_it_and_never_in_one_go(send, people, enter):  # noqa: F811
    sentence = "Menurut uji pasar, kurang dari 10 orang memenuhi semua syarat rencana ini; tulis alasannya."
    request = send(asks_reason=sentence)
    official = enter("pyb", fresh=True)
    page = official.get(page_of(request))
    assert page.context["item"].asks_reason in page.content.decode()
    assert page.context["form"].fields["note"].required
    refused = post_form(official, request, note="   ")
    assert errors_of(refused) == {"note": [sentence]}
    assert "agar penerima tahu alasannya" in errors_of(post_form(official, request, "RETURN"))["note"][0]
    assert not Decision.objects.exists()
    together = official.get(reverse("decide_together"), {"pilih": str(request.public_id)})
    assert "meminta alasan" in together.context["blocked"][0]["reason"]
    assert post_form(official, request, note="Jabatan ini memerlukan pengalaman langka.").status_code == 302
    assert Decision.objects.get().note == "Jabatan ini memerlukan pengalaman langka."
    # The next one reads it, and is asked as well.
    following = enter("ppk", fresh=True)
    assert "pengalaman langka" in following.get(page_of(request)).content.decode()
    assert errors_of(post_form(following, request)) == {"note": [sentence]}
    written = AuditEntry.objects.get(act="submit_request")
    assert json.loads(written.body)["details"]["asks_reason"] == sentence
