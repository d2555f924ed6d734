"""How the sign-in library is bent to this portal: no self-registration, mail by outbox, sealed second-factor seeds."""

import uuid

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from core.outbox import queue_mail


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request) -> bool:
        # Accounts come from the register and from duties, never from a form.
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        mail = self.render_mail(template_prefix, email, {"request": self.request, **context})
        html = next((part[0] for part in getattr(mail, "alternatives", []) if part[1] == "text/html"), "")
        queue_mail(
            key=f"account:{template_prefix}:{uuid.uuid4()}", to_address=email, subject=mail.subject, text=mail.body, html=html
        )


def _sealer() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.SECOND_FACTOR_KEYS])


class SecondFactorAdapter(DefaultMFAAdapter):
    """Seeds of authenticator apps are encrypted at rest; keys come from the environment."""

    def encrypt(self, text: str) -> str:
        return _sealer().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return _sealer().decrypt(encrypted_text.encode()).decode()
        except InvalidToken as error:
            raise ValueError("second-factor seed cannot be opened with the configured keys") from error
