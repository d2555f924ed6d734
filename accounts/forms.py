"""Forms of sign-in."""

from allauth.account.forms import (
    AddEmailForm as AllauthAddEmailForm,
)
from allauth.account.forms import (
    ChangePasswordForm as AllauthChangePasswordForm,
)
from allauth.account.forms import (
    LoginForm as AllauthLoginForm,
)
from allauth.account.forms import (
    ReauthenticateForm as AllauthReauthenticateForm,
)
from allauth.account.forms import (
    ResetPasswordForm as AllauthResetPasswordForm,
)
from allauth.account.forms import (
    ResetPasswordKeyForm as AllauthResetPasswordKeyForm,
)
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AddWebAuthnForm, AuthenticateWebAuthnForm, LoginWebAuthnForm, ReauthenticateWebAuthnForm
from django import forms

from accounts.second_factor import BROKEN_PASSKEY, WRONG_PASSKEY, consume_code
from accounts.sign_in_log import tell
from accounts.sign_in_warnings import warn_of_known_password

NEW = ("Kata sandi baru", "Tulis kata sandi baru.")
AGAIN = ("Ulangi kata sandi baru", "Tulis kata sandi baru sekali lagi.")
NO_CODE = "Tulis kode dari aplikasi autentikator."


class LoginForm(AllauthLoginForm):
    """NIP (spaces allowed, as it is printed on letters) or e-mail, and password."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "NIP atau surel"
        self.fields["login"].error_messages["required"] = "Tulis NIP atau surel Anda."
        self.fields["password"].error_messages["required"] = "Tulis kata sandi Anda."
        self.fields["login"].widget.attrs.update({"autocomplete": "username", "inputmode": "email", "placeholder": ""})
        self.fields["password"].label = "Kata sandi"
        self.fields["password"].widget.attrs.update({"autocomplete": "current-password", "placeholder": ""})
        self.fields["password"].help_text = ""

    def clean_login(self) -> str:
        login = self.cleaned_data["login"]
        compact = "".join(login.split())
        if compact.isdigit():
            login = compact
        self.cleaned_data["login"] = login
        return super().clean_login()


def _name(form: forms.Form, **words: tuple[str, str]) -> None:
    """Give fields of the library their words on this portal: label, and what is said when nothing was written.

    Placeholders repeat labels, so they go.
    """
    for name, (label, missing) in words.items():
        form.fields[name].label = label
        form.fields[name].error_messages["required"] = missing
        form.fields[name].widget.attrs.pop("placeholder", None)


class AddEmailForm(AllauthAddEmailForm):
    """Refuses: addresses come from the register. Invitations and resets of passwords go there, so nobody types another one."""

    def clean_email(self) -> str:
        raise forms.ValidationError("Alamat surel berasal dari data induk ASN dan hanya dapat diubah di sana.")


class ChangePasswordForm(AllauthChangePasswordForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        _name(self, oldpassword=("Kata sandi sekarang", "Tulis kata sandi Anda sekarang."), password1=NEW, password2=AGAIN)


class ReauthenticateByPasswordForm(AllauthReauthenticateForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        _name(self, password=("Kata sandi", "Tulis kata sandi Anda."))


class ResetPasswordForm(AllauthResetPasswordForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        _name(self, email=("Surel", "Tulis surel yang tercatat di akun Anda."))


class ResetPasswordKeyForm(AllauthResetPasswordKeyForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        _name(self, password1=NEW, password2=AGAIN)


class SingleUseCode:
    """Codes of an authenticator app are checked and burnt in PostgreSQL; recovery codes stay with the library."""

    def clean_code(self) -> str:
        code = "".join(self.cleaned_data["code"].split())
        app = Authenticator.objects.filter(user=self.user, type=Authenticator.Type.TOTP).first()
        if app is None or len(code) != 6:
            return super().clean_code()
        try:
            clear_limit = check_rate_limit(self.user)
        except forms.ValidationError:
            warn_of_known_password(self.user)
            raise
        sentence = consume_code(self.user.pk, code)
        if sentence is not None:
            tell(context.request, "code refused", self.user, refused=True)
            self._emit_authentication_failed(app)
            raise forms.ValidationError(sentence)
        app.user = self.user
        self.authenticator = app
        clear_limit()
        return code


class CodeForm(SingleUseCode, AuthenticateForm):
    """Second step of sign-in."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = "Kode autentikator"
        self.fields["code"].error_messages["required"] = NO_CODE
        self.fields["code"].widget.attrs.update({"inputmode": "numeric", "placeholder": ""})


class FreshCodeForm(SingleUseCode, ReauthenticateForm):
    """Code asked again before a sensitive page."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = "Kode autentikator"
        self.fields["code"].error_messages["required"] = NO_CODE
        self.fields["code"].widget.attrs.update({"inputmode": "numeric", "placeholder": ""})


class PasskeyForm(AuthenticateWebAuthnForm):
    """Sign-in with a passkey; an answer no browser would give is refused like a wrong one, where the library stumbles."""

    def clean_credential(self) -> Authenticator:
        try:
            return super().clean_credential()
        except BROKEN_PASSKEY as error:
            raise forms.ValidationError(WRONG_PASSKEY) from error


class FreshPasskeyForm(PasskeyForm, ReauthenticateWebAuthnForm):
    """The same on the page that asks again before a weighty act."""


class SignInPasskeyForm(PasskeyForm, LoginWebAuthnForm):
    """Sign-in with a passkey alone: it says itself whose it is, and was opened with a finger, a face or a PIN."""


class AddPasskeyForm(AddWebAuthnForm):
    """A name for the key; the browser fills in the rest."""

    def clean(self) -> dict:
        try:
            return super().clean()
        except BROKEN_PASSKEY as error:
            raise forms.ValidationError("Kunci sandi tidak diterima. Coba buat sekali lagi.") from error

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        # Every key is asked to remember the account, see core.templatetags.passkeys; there is nothing to choose.
        self.fields.pop("passwordless", None)
        self.fields["name"].label = "Nama kunci"
        self.fields["name"].help_text = "Supaya Anda mengenalinya nanti, misalnya “Ponsel kantor”."
        self.fields["name"].initial = self.initial["name"] = "Kunci sandi"
        self.fields["credential"].widget.attrs["data-passkey-answer"] = ""
