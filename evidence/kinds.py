"""The kinds of file that are accepted, as data: everything else is refused. The table is the allow-list of F2."""

from dataclasses import dataclass

IMAGE, SOUND, VIDEO, TEXT, PDF, OFFICE, ARCHIVE = "image", "sound", "video", "text", "pdf", "office", "archive"


@dataclass(frozen=True)
class FileKind:
    """`family` says which names may stand for which content; `reader` names the reader of its text, "" for none yet."""

    name: str
    content_type: str
    family: str
    extensions: tuple[str, ...]
    reader: str = ""


OOXML = "application/vnd.openxmlformats-officedocument."
KINDS = {
    kind.name: kind
    for kind in (
        FileKind("JPEG", "image/jpeg", IMAGE, ("jpg", "jpeg", "jpe", "jfif"), "picture"),
        FileKind("PNG", "image/png", IMAGE, ("png",), "picture"),
        FileKind("WebP", "image/webp", IMAGE, ("webp",), "picture"),
        FileKind("HEIC", "image/heic", IMAGE, ("heic", "heif"), "picture"),
        FileKind("PDF", "application/pdf", PDF, ("pdf",), "pdf"),
        FileKind("DOCX", OOXML + "wordprocessingml.document", OFFICE, ("docx",), "docx"),
        FileKind("XLSX", OOXML + "spreadsheetml.sheet", OFFICE, ("xlsx",), "xlsx"),
        FileKind("PPTX", OOXML + "presentationml.presentation", OFFICE, ("pptx",), "pptx"),
        FileKind("ODT", "application/vnd.oasis.opendocument.text", OFFICE, ("odt",), "odt"),
        FileKind("TXT", "text/plain", TEXT, ("txt", "text", "log", "md", "vcf"), "text"),
        FileKind("CSV", "text/csv", TEXT, ("csv", "tsv"), "text"),
        FileKind("HTML", "text/html", TEXT, ("html", "htm"), "html"),
        FileKind("EML", "message/rfc822", TEXT, ("eml",), "mail"),
        FileKind("MP4", "video/mp4", VIDEO, ("mp4", "m4v", "3gp")),
        FileKind("MOV", "video/quicktime", VIDEO, ("mov",)),  # what an iPhone films
        FileKind("WebM", "video/webm", VIDEO, ("webm",)),
        FileKind("MP3", "audio/mpeg", SOUND, ("mp3",)),
        FileKind("M4A", "audio/mp4", SOUND, ("m4a",)),
        FileKind("OGG", "audio/ogg", SOUND, ("ogg", "oga", "opus")),
        FileKind("WAV", "audio/wav", SOUND, ("wav",)),
        FileKind("ZIP", "application/zip", ARCHIVE, ("zip",), "archive"),
    )
}
BY_EXTENSION = {extension: kind for kind in KINDS.values() for extension in kind.extensions}
BY_CONTENT_TYPE = {kind.content_type: kind for kind in KINDS.values()}
TWINS = {frozenset({SOUND, VIDEO})}  # one container carries both, and phones name it either way

# what a double click would run, and pictures and documents that are programs: never, whatever the content
_DANGEROUS = """
exe com scr pif bat cmd ps1 psm1 vbs vbe js jse mjs wsf wsh hta msi msp mst cpl dll sys drv lnk url reg inf jar class
apk xapk ipa app dmg pkg deb rpm iso img vhd sh bash zsh py pyc pl rb php phtml asp aspx jsp cgi
svg svgz xml xsl xslt xhtml mht mhtml chm hlp swf rtf gif bmp tif tiff ico psd
doc dot xls xlt ppt pot docm dotm dotx xlsm xltm xlsb xlam pptm potm ppsm ppam
"""
_ARCHIVES = "rar 7z gz tgz bz2 xz zst tar cab ace arj lzh"
DANGEROUS = frozenset(f"{_DANGEROUS} {_ARCHIVES}".split())
ARCHIVES = frozenset(f"zip jar apk iso {_ARCHIVES}".split())


def compatible(named: FileKind, found: FileKind) -> bool:
    """May a file named as one kind be of another? A PNG called .jpg is honest, a web page called .jpg is not."""
    return named.family == found.family or frozenset({named.family, found.family}) in TWINS
