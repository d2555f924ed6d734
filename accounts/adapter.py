"""How the sign-in library is bent to this portal: no self-registration, mail by outbox, sealed second-factor seeds."""

import time
import uuid
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from accounts import known_browsers
from accounts.enums import DECIDING_ROLES
from accounts.models import User
from accounts.sessions import IDLE_SECONDS
from accounts.sign_in_log import tell
from accounts.sign_in_warnings import tell_of_new_browser, warn_of_guessing
from accounts.sign_ins import browser_words
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

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the attempt: with a browser that has signed in to this account before, apart from those of all others."""
        login = credentials.get("email") or credentials.get("username") or ""
        number = known_browsers.browser_number(request, login)
        if not number:
            try:
                super().pre_authenticate(request, **credentials)
            except Exception:
                tell(request, "sign-in limit reached", refused=True)
                warn_of_guessing(login)
                raise
            return
        key = f"{known_browsers.mark_of(login)}:{number}"
        usage = ratelimit.consume(request, app="allauth.account", action="login_failed_known", key=key)
        self._login_failed_rl_usage = usage
        if not usage:
            tell(request, "sign-in limit of a known browser reached", refused=True)
            raise self.validation_error("too_many_login_attempts")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        tell(request, "password refused", refused=True)

    def login(self, request: HttpRequest, user: User) -> None:
        # The very first sign-in is no news to its owner.
        request.is_new_browser = user.last_login is not None and not known_browsers.is_known(request, user)  # type: ignore[attr-defined]
        super().login(request, user)
        on_duty = bool(user.duties)
        request.session[IDLE_SECONDS] = settings.SESSION_IDLE_ON_DUTY_SECONDS if on_duty else settings.SESSION_IDLE_SECONDS
        request.session["started_at"] = int(time.time())
        request.session["browser"] = self.get_http_user_agent(request)[:300]
        records = request.session.get("account_authentication_methods") or []
        tell(request, "signed in", user, by="+".join(str(each.get("type") or each["method"]) for each in records))

    def post_login(self, request: HttpRequest, user: User, **words: Any) -> HttpResponse:
        response = super().post_login(request, user, **words)
        if getattr(request, "is_new_browser", False):
            tell_of_new_browser(user, browser_words(self.get_http_user_agent(request)))
        known_browsers.remember(request, response, user)
        return response

    def logout(self, request: HttpRequest) -> None:
        if request.user.is_authenticated:
            tell(request, "signed out", request.user)
        super().logout(request)
        request.session_ended = True  # type: ignore[attr-defined]

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        mail = self.render_mail(template_prefix, email, {"request": self.request, "email": email, **context})
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
