"""MP4, M4A and MOV: boxes that are not needed for playing become `free`, times become zero, other tracks are wiped out."""

from collections.abc import Iterator

from evidence.copying.boxes import Box, boxes, find

TOP = {b"ftyp", b"moov", b"mdat"}
INSIDE = {
    b"moov": {b"mvhd", b"trak"},
    b"trak": {b"tkhd", b"edts", b"mdia", b"tref", b"tapt"},
    b"mdia": {b"mdhd", b"hdlr", b"minf"},
    b"minf": {b"vmhd", b"smhd", b"dinf", b"stbl", b"hdlr"},
    b"stbl": {
        b"stsd", b"stts", b"ctts", b"cslg", b"stss", b"stps", b"stsz", b"stz2", b"stsc", b"stco", b"co64", b"sdtp", b"sgpd",
        b"sbgp",
    },
}  # fmt: skip
TIMED = {b"mvhd", b"tkhd", b"mdhd"}
PLAYED = {b"vide", b"soun"}
COMPRESSOR = slice(8 + 42, 8 + 42 + 32)  # its name in a video's sample description, counted from the start of the entry
MOST_CHUNKS = 2_000_000


def cleaned(content: bytes) -> bytes:
    """The same length, so that no place inside moves. Raises ValueError for fragments and what cannot be understood."""
    data = bytearray(content)
    top = list(boxes(data, 0, len(data)))
    movies = [box for box in top if box.name == b"moov"]
    if len(movies) != 1 or any(box.name == b"moof" for box in top):
        raise ValueError("structure")
    tracks = [box for box in boxes(data, movies[0].body, movies[0].end) if box.name == b"trak"]
    played = [track for track in tracks if _handler(data, track) in PLAYED]
    if not played:
        raise ValueError("nothing to play")
    _keep_samples(data, top, [place for track in played for place in _samples(data, track)])
    for track in tracks:
        if track not in played:
            _free(data, track)
    for box in top:
        if box.name not in TOP:
            _free(data, box)
    _clean(data, movies[0])
    return bytes(data)


def facts_of(content: bytes) -> dict:
    """{"made" (seconds since 1904), "place" (ISO 6709), "maker", "model", "software"}, as far as the film says so."""
    try:
        movie = next(box for box in boxes(content, 0, len(content)) if box.name == b"moov")
        head = find(content, movie, b"mvhd")
        wide = content[head.body] == 1
        said: dict = {"made": int.from_bytes(content[head.body + 4 : head.body + (12 if wide else 8)], "big")}
        told = [box for box in boxes(content, movie.body, movie.end) if box.name == b"udta"]
        for box in (inner for outer in told for inner in boxes(content, outer.body, outer.end)):
            name = {b"\xa9xyz": "place", b"\xa9mak": "maker", b"\xa9mod": "model", b"\xa9swr": "software"}.get(box.name)
            if name:
                said[name] = content[box.body + 4 : box.end].decode("utf-8", "replace")
        return said
    except (ValueError, StopIteration, AttributeError, IndexError):
        return {}


def _clean(data: bytearray, box: Box) -> None:
    for inner in boxes(data, box.body, box.end):
        if inner.name in INSIDE.get(box.name, ()):
            _cleaned_inside(data, inner)
        else:
            _free(data, inner)


def _cleaned_inside(data: bytearray, box: Box) -> None:
    if box.name in TIMED:
        length = 16 if data[box.body] == 1 else 8
        data[box.body + 4 : box.body + 4 + length] = bytes(length)
    elif box.name == b"hdlr":
        data[box.body + 12 : box.body + 24] = bytes(12)  # the maker of a QuickTime component
        data[box.body + 24 : box.end] = bytes(max(box.end - box.body - 24, 0))
    elif box.name == b"stsd":
        _clean_description(data, box)
    elif box.name in INSIDE:
        _clean(data, box)


def _clean_description(data: bytearray, box: Box) -> None:
    for entry in boxes(data, box.body + 8, box.end):
        if entry.name in (b"avc1", b"avc3", b"hvc1", b"hev1", b"mp4v", b"av01", b"vp09", b"s263", b"jpeg"):
            place = slice(entry.start + COMPRESSOR.start, min(entry.start + COMPRESSOR.stop, entry.end))
            data[place] = bytes(place.stop - place.start)


def _free(data: bytearray, box: Box) -> None:
    data[box.start + 4 : box.start + 8] = b"free"
    data[box.body : box.end] = bytes(box.end - box.body)


def _handler(data, track: Box) -> bytes:
    box = find(data, track, b"mdia", b"hdlr")
    return bytes(data[box.body + 8 : box.body + 12]) if box else b""


def _keep_samples(data: bytearray, top: list[Box], places: list[tuple[int, int]]) -> None:
    """Whatever lies in `mdat` and belongs to no track that is played was put there for another reason."""
    stores = [box for box in top if box.name == b"mdat"]
    for start, end in places:
        if not any(store.body <= start and end <= store.end for store in stores):
            raise ValueError("sample outside")
    places.sort()
    for store in stores:
        free = store.body
        for start, end in places:
            if store.body <= start < store.end:
                if start > free:
                    data[free:start] = bytes(start - free)
                free = max(free, end)
        data[free : store.end] = bytes(store.end - free)


def _samples(data, track: Box) -> Iterator[tuple[int, int]]:
    """Where the samples of a track lie, chunk by chunk, as [start, end)."""
    table = find(data, track, b"mdia", b"minf", b"stbl")
    if table is None:
        raise ValueError("no table")
    sizes, offsets, runs = _sizes(data, table), _offsets(data, table), _runs(data, table)
    sample, run = 0, 0
    for chunk, start in enumerate(offsets, start=1):
        while run + 1 < len(runs) and runs[run + 1][0] <= chunk:
            run += 1
        count = runs[run][1]
        length = sum(sizes[sample : sample + count])
        sample += count
        yield start, start + length


def _sizes(data, table: Box) -> list[int]:
    box = find(data, table, b"stsz")
    if box is None:
        raise ValueError("no sizes")
    same, count = _number(data, box.body + 4), _number(data, box.body + 8)
    if same:
        return [same] * min(count, MOST_CHUNKS * 10)
    return _numbers(data, box.body + 12, count, 4, box.end)


def _offsets(data, table: Box) -> list[int]:
    short, wide = find(data, table, b"stco"), find(data, table, b"co64")
    box = short or wide
    if box is None:
        raise ValueError("no offsets")
    return _numbers(data, box.body + 8, _number(data, box.body + 4), 4 if short else 8, box.end)


def _runs(data, table: Box) -> list[tuple[int, int]]:
    """(first chunk, samples in each chunk from it on)."""
    box = find(data, table, b"stsc")
    if box is None:
        raise ValueError("no runs")
    flat = _numbers(data, box.body + 8, _number(data, box.body + 4) * 3, 4, box.end)
    if not flat:
        raise ValueError("no runs")
    return list(zip(flat[::3], flat[1::3], strict=True))


def _number(data, at: int) -> int:
    return int.from_bytes(data[at : at + 4], "big")


def _numbers(data, at: int, count: int, width: int, end: int) -> list[int]:
    if count > MOST_CHUNKS or at + count * width > end:
        raise ValueError("table")
    return [int.from_bytes(data[i : i + width], "big") for i in range(at, at + count * width, width)]
