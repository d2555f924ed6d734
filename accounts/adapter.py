"""How the sign-in library is bent to this portal: no self-registration, mail by outbox, sealed second-factor seeds."""

import uuid

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from accounts.enums import DECIDING_ROLES
from core.outbox import queue_mail

WRONG_LOGIN = "NIP, surel, atau kata sandi tidak cocok. Periksa kembali; kata sandi membedakan huruf besar dan kecil."


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "Akun ini sedang tidak aktif. Hubungi pengelola kepegawaian instansi Anda.",
        "email_password_mismatch": WRONG_LOGIN,
        "username_password_mismatch": WRONG_LOGIN,
        "invalid_login": WRONG_LOGIN,
        "email_taken": "Surel ini sudah dipakai akun lain.",
        "enter_current_password": "Isi kata sandi Anda yang sekarang.",
        "incorrect_password": "Kata sandi tidak cocok.",
        "incorrect_code": "Kode tidak cocok.",
        "invalid_or_expired_key": "Tautan ini tidak berlaku lagi. Minta tautan baru.",
        "invalid_password_reset": "Tautan penggantian kata sandi tidak berlaku lagi. Minta tautan baru.",
        "too_many_login_attempts": "Terlalu banyak percobaan masuk yang gagal. Coba lagi lima menit lagi.",
        "rate_limited": "Terlalu banyak permintaan dalam waktu singkat. Coba lagi beberapa menit lagi.",
        "same_as_current": "Isi dengan nilai yang berbeda dari yang sekarang.",
    }

    def is_open_for_signup(self, request) -> bool:
        # Accounts come from the register and from duties, never from a form.
        return False

    def can_delete_email(self, email_address) -> bool:
        # Addresses come from the register, see accounts.forms.AddEmailForm.
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        mail = self.render_mail(template_prefix, email, {"request": self.request, **context})
        html = next((part[0] for part in getattr(mail, "alternatives", []) if part[1] == "text/html"), "")
        queue_mail(
            kind="account_security",
            key=f"account:{template_prefix}:{uuid.uuid4()}",
            to_address=email,
            subject=mail.subject,
            text=mail.body,
            html=html,
        )


def _sealer() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.SECOND_FACTOR_KEYS])


class SecondFactorAdapter(DefaultMFAAdapter):
    """Seeds of authenticator apps are encrypted at rest; keys come from the environment."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "Kode tidak cocok. Cek jam ponsel Anda, lalu coba kode berikutnya.",
        "cannot_delete_authenticator": "Kode autentikator tidak dapat dilepas selama tugas Anda memerlukannya.",
        "cannot_generate_recovery_codes": "Pasang kode autentikator dahulu, baru buat kode pemulihan.",
    }

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return super().get_public_key_credential_rp_entity() | {"name": settings.MFA_TOTP_ISSUER}

    def can_delete_authenticator(self, authenticator) -> bool:
        # Who signs decisions may replace the second factor, with help of an admin, but not go without one.
        return not authenticator.user.has_any_role(DECIDING_ROLES)

    def encrypt(self, text: str) -> str:
        return _sealer().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return _sealer().decrypt(encrypted_text.encode()).decode()
        except InvalidToken as error:
            raise ValueError("second-factor seed cannot be opened with the configured keys") from error
