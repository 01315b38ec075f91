"""What the browser is told with every answer, whoever gives it: a page, an error, a file, a server that refuses early."""

from django.conf import settings

POWERS = (
    "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "encrypted-media", "gamepad",
    "geolocation", "gyroscope", "hid", "idle-detection", "local-fonts", "magnetometer", "microphone", "midi", "payment",
    "publickey-credentials-create", "screen-wake-lock", "serial", "usb", "xr-spatial-tracking",
)  # fmt: skip
OWN_ONLY = ("publickey-credentials-create",)  # passkeys of staff are made here and nowhere else

EVERYWHERE = {
    "Permissions-Policy": ", ".join(f"{power}={'(self)' if power in OWN_ONLY else '()'}" for power in POWERS),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "same-origin",  # "no-referrer" makes browsers send "Origin: null", which the CSRF check refuses
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cache-Control": "private, no-cache",
}
NOTHING_LOADED = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


def of_refusal() -> dict[str, str]:
    """All headers of an answer that no page makes: a body that is too large, a socket that is not let in."""
    strict = {"Content-Security-Policy": NOTHING_LOADED, "Cache-Control": "no-store"}
    return {**EVERYWHERE, **strict, **transport()}


def transport() -> dict[str, str]:
    """Only over https from now on, where the site is reached that way."""
    if not settings.SECURE_HSTS_SECONDS:
        return {}
    return {"Strict-Transport-Security": f"max-age={settings.SECURE_HSTS_SECONDS}; includeSubDomains; preload"}
