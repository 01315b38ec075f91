"""What people type to come in and to look after their account."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

LONGEST = 256  # characters; a hash of a novel is a way to keep a server busy


class SignIn(forms.Form):
    """Account and password."""

    username = forms.CharField(
        label=_("Nama akun"),
        max_length=150,
        widget=forms.TextInput({"autocomplete": "username", "autocapitalize": "none", "autofocus": True}),
    )
    password = forms.CharField(
        label=_("Kata sandi"),
        max_length=LONGEST,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )


class Code(forms.Form):
    """A code of an authenticator app, or a recovery code."""

    code = forms.CharField(
        label=_("Kode"),
        help_text=_("6 angka dari aplikasi autentikator, atau satu kode pemulihan 8 angka."),
        max_length=20,
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}),
    )


class AppCode(forms.Form):
    """The first code of an app that was just set up."""

    code = forms.CharField(
        label=_("Kode 6 angka dari aplikasi"),
        max_length=20,
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class PasskeyName(forms.Form):
    name = forms.CharField(
        label=_("Nama kunci"), help_text=_("Misalnya: ponsel saya, kunci di laci."), max_length=60, required=False
    )


class NewPassword(forms.Form):
    """A new password, twice."""

    password = forms.CharField(
        label=_("Kata sandi baru"),
        help_text=_("Sedikitnya 12 karakter. Beberapa kata lebih baik daripada satu kata yang rumit."),
        max_length=LONGEST,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("Ulangi kata sandi baru"),
        max_length=LONGEST,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def __init__(self, *args, officer, **kwargs):
        super().__init__(*args, **kwargs)
        self.officer = officer

    def clean_password(self):
        validate_password(self.cleaned_data["password"], self.officer)
        return self.cleaned_data["password"]

    def clean(self):
        facts = super().clean()
        if facts.get("password") and facts.get("password") != facts.get("again"):
            self.add_error("again", _("Kedua kata sandi ini berbeda."))
        return facts
