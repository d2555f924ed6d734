"""Invitations among the applicant's tasks."""

import pytest
from django.urls import reverse

from tests.factories.invitations import InvitationFactory

pytestmark = pytest.mark.django_db


def test_a_sent_invitation_is_a_task_until_it_is_answered(client):
    invitation = InvitationFactory(state="SENT")
    client.force_login(invitation.employee.user)
    page = client.get(reverse("list_applications")).content.decode()
    assert f"Jawab undangan: {invitation.vacancy.position_title}" in page
    assert reverse("answer_invitation", args=[invitation.public_id]) in page
    invitation.state = "DECLINED"
    invitation.save(update_fields=["state"])
    assert "Jawab undangan" not in client.get(reverse("list_applications")).content.decode()
