"""What kind of device a session is on, so that its owner recognises it: two words, never the browser's whole name."""

from django.utils.translation import gettext as _

BROWSERS = (("Edg", "edge"), ("OPR", "opera"), ("SamsungBrowser", "samsung"), ("Firefox", "firefox"), ("FxiOS", "firefox"),
            ("Chrom", "chrome"), ("CriOS", "chrome"), ("Safari", "safari"))  # fmt: skip
SYSTEMS = (("iPhone", "iphone"), ("iPad", "ipad"), ("Android", "android"), ("Windows", "windows"), ("Mac OS", "mac"),
           ("CrOS", "chromeos"), ("Linux", "linux"))  # fmt: skip
NAMES = {
    "edge": "Edge", "opera": "Opera", "samsung": "Samsung Internet", "firefox": "Firefox", "chrome": "Chrome",
    "safari": "Safari", "iphone": "iPhone", "ipad": "iPad", "android": "Android", "windows": "Windows", "mac": "Mac",
    "chromeos": "Chromebook", "linux": "Linux",
}  # fmt: skip


def kind_of(told: str) -> str:
    """ "chrome windows" out of a User-Agent header; empty words for what is not known."""
    return f"{_first(BROWSERS, told)} {_first(SYSTEMS, told)}".strip()


def _first(known, told: str) -> str:
    return next((code for word, code in known if word in told), "")


def in_words(device: str) -> str:
    """ "Chrome di Windows" """
    names = [NAMES[code] for code in device.split() if code in NAMES]
    if len(names) == 2:
        return _("%(browser)s di %(system)s") % {"browser": names[0], "system": names[1]}
    return names[0] if names else _("Perangkat yang tidak dikenal")
