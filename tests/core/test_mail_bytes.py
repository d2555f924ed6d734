"""Mails over the line: written faster than Django writes them, and byte for byte the same."""

import re

from django.core.mail import EmailMultiAlternatives
from hypothesis import given
from hypothesis import strategies as st

from core.delivery import mail_bytes

LETTERS = 'abcdefgh IJ é“,;<>@()"=?_.-'
WORDS = st.text(st.sampled_from(LETTERS), min_size=1, max_size=130).map(str.strip).filter(bool)
PEOPLE = st.sampled_from(
    ["budi@contoh.go.id", "Budi Santoso <budi@contoh.go.id>", '"Dr. Siti, M.Si." <siti@contoh.go.id>', "Né <ne@contoh.go.id>"]
)


def built(subject: str, to: str, body: str, html: str, token: str) -> EmailMultiAlternatives:
    mail = EmailMultiAlternatives(
        subject=subject,
        body=body,
        from_email="ASN Karier <portal@contoh.go.id>",
        to=[to],
        headers={
            "Message-ID": "<0123456789@asnkarier>",
            "Date": "Sun, 22 Nov 2026 12:00:00 +0000",
            "List-Unsubscribe": f"<https://portal.example/berhenti/{token}/>",
        },
    )
    if html:
        mail.attach_alternative(html, "text/html")
        mail.attach("surat.pdf", b"%PDF", "application/pdf")
    return mail


@given(subject=WORDS, to=PEOPLE, body=WORDS, html=st.sampled_from(["", "<p>Isi</p>"]), token=st.text("ab", max_size=90))
def test_a_mail_is_the_same_as_django_writes_it(subject: str, to: str, body: str, html: str, token: str):
    mail = built(subject, to, body, html, token)
    ours, theirs = mail_bytes(mail), mail.message().as_bytes(linesep="\r\n")
    # Each message draws its own boundary between parts.
    ours, theirs = (re.sub(rb"={15}\d+==", b"B", content) for content in (ours, theirs))
    assert ours == theirs
