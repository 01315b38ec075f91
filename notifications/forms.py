"""What recipients wish, who stands in for them, and where an agency's system listens."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agencies.models import Officer
from notifications.models import Delegation, Preferences
from notifications.models.wishes import Mail
from notifications.presenting import TEXTS
from notifications.routing import ROUTES
from notifications.wishing import may_stand_in

AS_EVER = ""
HOUR = forms.TimeInput({"type": "time"}, format="%H:%M")


class Wishes(forms.ModelForm):
    """The general wishes, and below them one line for every event that can reach this reader."""

    class Meta:
        model = Preferences
        fields = ("desktop", "sound", "quiet_from", "quiet_to", "mail")
        widgets = {"quiet_from": HOUR, "quiet_to": HOUR}
        labels = {
            "desktop": _("Tampilkan pemberitahuan di luar peramban (desktop)"),
            "sound": _("Bunyikan nada lembut"),
            "quiet_from": _("Jam tenang, mulai"),
            "quiet_to": _("Jam tenang, sampai"),
            "mail": _("Surel"),
        }
        help_texts = {
            "mail": _("Surel hanya memuat nomor dan tautan."),
            "quiet_to": _("Pada jam tenang tidak ada yang berbunyi atau muncul, dan surel menunggu."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.verbs = events_for(self.instance.recipient)
        for verb in self.verbs:
            own = self.instance.events.get(verb, {})
            shown = own.get("notice", True)
            self.fields[f"notice:{verb}"] = forms.BooleanField(
                label=_("Muncul di layar"), required=False, initial=shown
            )
            choices = [(AS_EVER, _("Seperti di atas")), *Mail.choices]
            self.fields[f"mail:{verb}"] = forms.ChoiceField(
                label=_("Surel"), choices=choices, required=False, initial=own.get("mail", AS_EVER)
            )

    @property
    def general(self):
        """The fields above the lines."""
        return [self[name] for name in self.Meta.fields]

    @property
    def lines(self):
        """(sentence, box, choice) of every event."""
        return [(sentence(verb), self[f"notice:{verb}"], self[f"mail:{verb}"]) for verb in self.verbs]

    def clean(self):
        facts = super().clean()
        if (facts.get("quiet_from") is None) != (facts.get("quiet_to") is None):
            raise ValidationError({"quiet_to": _("Isi kedua jam, atau kosongkan keduanya.")})
        return facts

    def save(self, commit=True):
        """The row, not yet kept; what is as ever takes no place in it. Wishes of events not shown here stay."""
        wishes = super().save(commit=False)
        kept = {verb: wish for verb, wish in wishes.events.items() if verb not in self.verbs}
        wishes.events = {**kept, **{verb: wish for verb in self.verbs if (wish := self._wish(verb))}}
        return wishes

    def _wish(self, verb: str) -> dict:
        wish = {} if self.cleaned_data[f"notice:{verb}"] else {"notice": False}
        mail = self.cleaned_data[f"mail:{verb}"]
        return {**wish, "mail": mail} if mail else wish


def events_for(officer: Officer) -> list[str]:
    """Names of events that can reach somebody with these rights, in the order of the table."""
    return [v for v, audiences in ROUTES.items() if any(audience.may_hold(officer) for audience in audiences)]


def sentence(verb: str) -> str:
    """What is said of an event, with no number in it."""
    return " ".join((gettext(TEXTS[verb]) % {"reference": ""}).split()).replace(" .", ".").replace(":.", ".")


class Leave(forms.ModelForm):
    """Who stands in, from when to when."""

    class Meta:
        model = Delegation
        fields = ("delegate", "begins", "ends")
        widgets = {"begins": forms.DateInput({"type": "date"}), "ends": forms.DateInput({"type": "date"})}
        labels = {"begins": _("Hari pertama"), "ends": _("Hari terakhir")}

    def __init__(self, *args, by: Officer, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["delegate"].queryset = may_stand_in(by).order_by("full_name", "username")


class Listening(forms.Form):
    """Where an agency's system listens."""

    url = forms.URLField(
        label=_("Alamat sistem"), max_length=300, assume_scheme="https",
        help_text=_("Diawali https:// dan dapat dijangkau dari internet."),
    )  # fmt: skip
