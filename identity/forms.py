"""What people write about identities: a request, a decision, a phrase, a key."""

from django import forms
from django.utils.translation import gettext_lazy as _

from identity.actions import MOST_HOURS, SHORTEST_REASON
from identity.keys import SHORTEST_PHRASE

SECRET = forms.PasswordInput({"autocomplete": "off"})
FRESH = forms.PasswordInput({"autocomplete": "new-password"})
LONGEST = 200  # characters


class Ask(forms.Form):
    """Why, for how long, and the phrase to which the answer is sealed."""

    reason = forms.CharField(
        label=_("Mengapa identitas pelapor perlu dibuka?"),
        help_text=_("Kustodian membaca alasan ini. Jangan menulis nama siapa pun di sini."),
        widget=forms.Textarea({"rows": 4}),
        min_length=SHORTEST_REASON,
        max_length=2000,
    )
    hours = forms.IntegerField(
        label=_("Berapa jam?"), min_value=1, max_value=MOST_HOURS, initial=4, help_text=_("Paling lama 24 jam.")
    )
    phrase = forms.CharField(
        label=_("Frasa rahasia untuk permintaan ini"),
        help_text=_("Jawaban dikunci dengan frasa ini dan hanya Anda yang dapat membukanya. Frasa tidak disimpan."),
        widget=FRESH,
        min_length=SHORTEST_PHRASE,
        max_length=LONGEST,
    )


class Grant(forms.Form):
    """The custodian's own passphrase opens the envelope."""

    passphrase = forms.CharField(label=_("Kata sandi kunci Anda"), widget=SECRET, max_length=LONGEST)


class Refuse(forms.Form):
    answer = forms.CharField(label=_("Alasan menolak"), widget=forms.Textarea({"rows": 3}), max_length=2000)


class Look(forms.Form):
    """The phrase that the asker chose."""

    phrase = forms.CharField(label=_("Frasa rahasia Anda"), widget=SECRET, max_length=LONGEST)


class NewKey(forms.Form):
    """A custodian's passphrase, twice."""

    passphrase = forms.CharField(
        label=_("Kata sandi kunci"),
        help_text=_("Hanya Anda yang tahu. Bila hilang, kustodian lain tetap dapat membuka amplop."),
        widget=FRESH,
        min_length=SHORTEST_PHRASE,
        max_length=LONGEST,
    )
    again = forms.CharField(label=_("Ulangi kata sandi kunci"), widget=FRESH, max_length=LONGEST)

    def clean(self):
        facts = super().clean()
        if facts.get("passphrase") and facts.get("passphrase") != facts.get("again"):
            self.add_error("again", _("Kedua kata sandi ini berbeda."))
        return facts


class Share(forms.Form):
    """A custodian lets another's new key open the envelopes from before it was made."""

    passphrase = forms.CharField(label=_("Kata sandi kunci Anda"), widget=SECRET, max_length=LONGEST)


class NewPassphrase(NewKey):
    """Another passphrase for the same key; the one of today proves who asks."""

    field_order = ("old",)
    old = forms.CharField(label=_("Kata sandi kunci yang sekarang"), widget=SECRET, max_length=LONGEST)
