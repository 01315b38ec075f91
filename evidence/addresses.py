"""Web addresses and accounts of social networks in running text."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

from evidence.numbers import Found, international

NETWORKS = {
    "instagram.com": "instagram", "facebook.com": "facebook", "fb.com": "facebook", "tiktok.com": "tiktok", "x.com": "x",
    "twitter.com": "x", "youtube.com": "youtube", "wa.me": "whatsapp", "t.me": "telegram", "threads.net": "threads",
    "threads.com": "threads",
}  # fmt: skip
HOSTS = "|".join(re.escape(host) for host in [*NETWORKS, "vt.tiktok.com", "fb.watch", "youtu.be", "bit.ly"])
URL = re.compile(
    rf"(?:https?://|(?<![\w@.])www\.|(?<![\w@./\-])(?:m\.|web\.|id-id\.)?(?:{HOSTS})/)[^\s<>\"'“”‘’«»|\\^`{{}}]+", re.I
)
AT = re.compile(r"(?<![\w@./])@([A-Za-z0-9_](?:[A-Za-z0-9_]|\.(?=[A-Za-z0-9_])){2,29})(?![\w@])")
CALLED = {
    "ig": "instagram", "insta": "instagram", "instagram": "instagram", "tiktok": "tiktok", "tt": "tiktok",
    "twitter": "x", "threads": "threads", "telegram": "telegram", "facebook": "facebook", "fb": "facebook",
    "youtube": "youtube", "yt": "youtube",
}  # fmt: skip
NAMED = re.compile(
    rf"(?<!\w)({'|'.join(sorted(CALLED, key=len, reverse=True))})(?: (?:akun|dengan akun|atas nama))?\s?[:=]\s?"
    r"@?([A-Za-z0-9_](?:[A-Za-z0-9_]|\.(?=[A-Za-z0-9_])){2,29})(?![\w@/])",
    re.I,
)
BEFORE_AT = re.compile(rf"(?<!\w)({'|'.join(CALLED)})[ :=\-]{{1,3}}(?:akun )?$", re.I)
PLACES = {
    "p", "reel", "reels", "stories", "explore", "share", "sharer", "watch", "groups", "hashtag", "home", "search", "intent",
    "posts", "photo", "photo.php", "permalink.php", "story.php", "events", "pages", "i", "results", "playlist", "shorts",
    "video", "videos", "tv", "tag", "login", "embed", "live", "feed", "accounts", "marketplace", "login.php", "post",
}  # fmt: skip
LONGEST = 200


def addresses_in(text: str) -> Iterator[Found]:
    """Links without what tracks their reader, and the accounts that they and "@name" name ("instagram:budi", "@budi")."""
    for match in URL.finditer(text):
        written = _trimmed(match.group())
        end = match.start() + len(written)
        link = plain_link(written)
        if not link:
            continue
        yield Found("LINK", link, match.start(), end)
        if account := account_of(link):
            yield Found("ACCOUNT", account, match.start(), end)
    for match in AT.finditer(text):
        network = BEFORE_AT.search(text, max(match.start() - 20, 0), match.start())
        known = CALLED[network[1].lower()] + ":" if network else "@"
        yield Found("ACCOUNT", known + match[1].lower(), match.start(), match.end())
    for match in NAMED.finditer(text):
        yield Found("ACCOUNT", f"{CALLED[match[1].lower()]}:{match[2].lower()}", match.start(2), match.end(2))


def plain_link(written: str) -> str:
    """One form of a web address: https, host in small letters without "www.", no fragment; "" when it is none."""
    try:
        parts = urlsplit(written if "://" in written else f"https://{written}")
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    if "." not in host or len(host) < 4:
        return ""
    kept = [
        pair for pair in parts.query.split("&") if pair and not re.match(r"utm_|igsh|fbclid|si=|_rdr|mibextid", pair)
    ]
    query = f"?{'&'.join(kept)}" if kept else ""
    return f"https://{host}{parts.path.rstrip('/')}{query}"[:LONGEST]


def account_of(link: str) -> str:
    """The account a link of a known network leads to, or one of its posts; "" when it names none."""
    parts = urlsplit(link)
    host = re.sub(r"^(?:m|web|id-id|mobile)\.", "", parts.hostname or "")
    network = NETWORKS.get(host)
    steps = [step for step in parts.path.split("/") if step]
    if not network or not steps:
        return ""
    if network == "facebook" and steps[0] == "profile.php":
        number = parse_qs(parts.query).get("id", [""])[0]
        return f"facebook:{number}" if number.isdigit() else ""
    if network == "whatsapp":
        return f"whatsapp:{international(steps[0])}" if steps[0].lstrip("+").isdigit() else ""
    if network == "youtube" and steps[0] in ("c", "channel", "user") and len(steps) > 1:
        steps = steps[1:]
    if network in ("tiktok", "youtube", "threads") and not (steps[0].startswith("@") or network == "youtube"):
        return ""
    name = steps[0].lstrip("@")
    return "" if name.lower() in PLACES or not re.fullmatch(r"[\w.\-]{3,60}", name) else f"{network}:{name.lower()}"


def _trimmed(written: str) -> str:
    """Without the sentence's own punctuation at its end."""
    written = written.rstrip(".,;:!?*_~…")
    while written.endswith((")", "]")) and written.count("(") + written.count("[") < written.count(")") + written.count(
        "]"
    ):
        written = written[:-1].rstrip(".,;:!?")
    return written
