"""What heads write about the people of their body, and what invited people write themselves."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from accounts import people
from accounts.models import Contact
from agencies.folding import fold
from agencies.models import Agency, Officer, Role, Territory

FRESH = forms.PasswordInput({"autocomplete": "new-password"})
USERNAME = RegexValidator(r"^[a-z0-9][a-z0-9.]{2,38}[a-z0-9]\Z", _("Pakai 4 sampai 40 huruf kecil, angka, atau titik."))


class Places(forms.CharField):
    """Regions by code or name, one a line; none is the whole country."""

    def __init__(self, **kwargs):
        super().__init__(
            label=_("Wilayah"),
            help_text=_("Satu wilayah per baris, kode atau nama, misalnya 64.02. Kosong berarti seluruh Indonesia."),
            widget=forms.Textarea({"rows": 3}),
            required=False,
            max_length=2000,
            **kwargs,
        )

    def clean(self, value):
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        return list({place.pk: place for place in map(_place, lines[:60])}.values())


def _place(line: str) -> Territory:
    found = Territory.objects.filter(pk=line).first()
    if found is None:
        rows = list(Territory.objects.filter(search_text__startswith=fold(line)).order_by("pk")[:2])
        found = rows[0] if rows else None
        if found is None or (len(rows) > 1 and fold(rows[0].name) != fold(line)):
            raise ValidationError(
                _("Wilayah “%(line)s” tidak dikenal atau tidak jelas. Tulis kodenya."), params={"line": line}
            )
    return found


class Roles(forms.ModelMultipleChoiceField):
    """The roles that a head may give, as boxes."""

    def __init__(self):
        super().__init__(Role.objects.none(), label=_("Peran"), widget=forms.CheckboxSelectMultiple)

    def label_from_instance(self, role):
        return role.label


def _offered(by: Officer, *, agency: bool | None):
    codes = people.givable(by)
    if agency is not None:
        codes = frozenset(code for code in codes if (code in people.OF_AGENCIES) == agency)
    return Role.objects.filter(pk__in=codes).order_by("name")


class Invite(forms.Form):
    """Whom to invite. Agencies and regions are asked of the authority's people alone."""

    full_name = forms.CharField(label=_("Nama lengkap"), max_length=120)
    username = forms.CharField(
        label=_("Nama akun"),
        max_length=40,
        validators=[USERNAME],
        help_text=_("Dipakai saat masuk, misalnya siti.aminah."),
    )
    email = forms.EmailField(label=_("Surel kedinasan"), help_text=_("Tautan undangan dikirim ke sini."))
    agency = forms.CharField(
        label=_("Instansi"), required=False, max_length=160,
        help_text=_("Kode atau nama instansi. Kosong untuk petugas otoritas pengawas."),
    )  # fmt: skip
    roles = Roles()
    regions = Places()

    def __init__(self, *args, by: Officer, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by
        self.fields["roles"].queryset = _offered(by, agency=None if by.authority_id else True)
        if by.agency_id:
            del self.fields["agency"], self.fields["regions"]

    def clean_agency(self):
        text = self.cleaned_data["agency"].strip()
        if not text:
            return None
        rows = list(Agency.objects.filter(search_text__startswith=fold(text)).order_by("pk")[:2])
        found = Agency.objects.filter(pk=text).first() or (rows[0] if len(rows) == 1 else None)
        if found is None:
            raise ValidationError(_("Instansi ini tidak dikenal atau tidak jelas. Tulis kodenya."))
        return found

    def facts(self) -> dict:
        told = dict(self.cleaned_data)
        if self.by.agency_id:
            return told | {"agency": self.by.agency}
        return told


class Change(forms.Form):
    """What somebody may do from now on, and why."""

    roles = Roles()
    regions = Places()
    email = forms.EmailField(label=_("Surel kedinasan"), required=False)
    reason = forms.CharField(label=_("Alasan"), max_length=300, help_text=_("Dibaca orang kedua yang menyetujui."))

    def __init__(self, *args, by: Officer, officer: Officer, **kwargs):
        kept = {
            "roles": [role.pk for role in officer.roles.all()],
            "regions": "\n".join(sorted(officer.region_codes)),
            "email": officer.email,
        }
        kwargs["initial"] = kept
        super().__init__(*args, **kwargs)
        codes = set(people.givable(by)) | officer.role_codes
        self.fields["roles"].queryset = Role.objects.filter(
            pk__in=[code for code in codes if (code in people.OF_AGENCIES) == bool(officer.agency_id)]
        ).order_by("name")
        if officer.agency_id:
            del self.fields["regions"]


class Heirs(forms.Form):
    """To whom each piece of open work goes; one list a piece."""

    def __init__(self, *args, works, **kwargs):
        super().__init__(*args, **kwargs)
        self.works = works
        for number, work in enumerate(works):
            choices = [("", _("Pilih seseorang")), *((heir.username, str(heir)) for heir in work.heirs)]
            self.fields[f"work_{number}"] = forms.ChoiceField(label=work.text, choices=choices)

    def heirs(self) -> dict:
        people_ = {heir.username: heir for work in self.works for heir in work.heirs}
        return {
            (work.kind, work.reference): people_[self.cleaned_data[f"work_{number}"]]
            for number, work in enumerate(self.works)
        }


class Answers(forms.Form):
    """Stay or go, of everybody on the list."""

    STAY, GO = "STAY", "GO"
    CHOICES = ((STAY, _("Tetap")), (GO, _("Keluarkan")))

    def __init__(self, *args, officers, by: Officer, **kwargs):
        super().__init__(*args, **kwargs)
        self.officers = list(officers)
        for officer in self.officers:
            choices = self.CHOICES[:1] if officer.pk == by.pk else self.CHOICES
            self.fields[f"orang_{officer.pk}"] = forms.ChoiceField(
                label=str(officer), choices=choices, widget=forms.RadioSelect
            )

    def rows(self):
        return [(officer, self[f"orang_{officer.pk}"]) for officer in self.officers]

    def removed(self) -> list[Officer]:
        return [o for o in self.officers if self.cleaned_data[f"orang_{o.pk}"] == self.GO]


class ContactForm(forms.ModelForm):
    class Meta:
        model = Contact
        fields = ("name", "email", "order")
        help_texts = {"order": _("Yang terkecil dicoba lebih dulu.")}


class NewPassword(forms.Form):
    """A password of one's own, twice."""

    password = forms.CharField(
        label=_("Kata sandi"), widget=FRESH, max_length=200, strip=False, help_text=_("Paling sedikit 12 karakter.")
    )
    again = forms.CharField(label=_("Ulangi kata sandi"), widget=FRESH, max_length=200, strip=False)

    def __init__(self, *args, person: Officer, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person

    def clean(self):
        facts = super().clean() or {}
        password = facts.get("password")
        if password and facts.get("again") and password != facts["again"]:
            self.add_error("again", _("Kedua kata sandi ini berbeda."))
        elif password:
            try:
                validate_password(password, self.person)
            except ValidationError as weak:
                self.add_error("password", weak)
        return facts
