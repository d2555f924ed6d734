"""Forms of sign-in."""

from allauth.account.forms import LoginForm as AllauthLoginForm


class LoginForm(AllauthLoginForm):
    """NIP (spaces allowed, as it is printed on letters) or e-mail, and password."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "NIP atau surel"
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
