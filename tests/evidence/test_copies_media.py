"""Sound and video keep every frame and lose what their container tells; what cannot be cleaned for sure gets no copy."""

import io
import wave

import pytest

from evidence import shelf
from evidence.copying import mp3, mp4, ogg, wav, webm
from evidence.copying.mp4 import facts_of
from evidence.models import Evidence
from tests.evidence import corpus, tainted
from workflow.worker import drain


@pytest.mark.parametrize("ending", ["mp4", "mov", "webm"])
def test_a_film_plays_as_before_and_tells_nothing(ending, tmp_path):
    content = tainted.film(ending, tmp_path)
    assert tainted.told(content)
    copy = (webm if ending == "webm" else mp4).cleaned(content)
    assert tainted.told(copy) == [] and b"Lavf" not in copy
    shades = tainted.frames_of(copy, ending, tmp_path)
    assert len(shades) == 20 and shades == tainted.frames_of(content, ending, tmp_path)


def test_where_a_film_was_made_is_known_before_it_is_gone(tmp_path):
    content = tainted.film("mp4", tmp_path)
    assert (facts_of(content)["place"], facts_of(content)["model"]) == ("-0.4207+117.0000/", tainted.DEVICE)
    assert "place" not in facts_of(mp4.cleaned(content)) and not facts_of(mp4.cleaned(content))["made"]


def test_a_track_that_is_neither_seen_nor_heard_is_wiped_out_with_its_samples(tmp_path):
    content = tainted.film("mp4", tmp_path)
    assert content.count(b"vide") == 1
    with pytest.raises(ValueError, match="nothing to play"):
        mp4.cleaned(content.replace(b"vide", b"meta"))


def test_only_the_frames_of_an_mp3_stay():
    content = tainted.song()
    assert len(tainted.told(content)) == 2
    assert mp3.cleaned(content) == corpus.mp3(8)


def test_a_recording_keeps_its_sound_alone():
    content = tainted.recording()
    assert tainted.told(content)
    copy = wav.cleaned(content)
    assert tainted.told(copy) == []
    with wave.open(io.BytesIO(content)) as before, wave.open(io.BytesIO(copy)) as after:
        assert before.getparams() == after.getparams() and before.readframes(9999) == after.readframes(9999)


def test_a_voice_message_keeps_its_pages_and_their_sums():
    content = tainted.voice()
    copy = ogg.cleaned(content)
    assert len(tainted.told(content)) == 2 and tainted.told(copy) == []
    assert len(copy) == len(content) and copy.endswith(bytes(range(40)))
    for start in (at for at in range(len(copy)) if copy[at : at + 4] == b"OggS"):
        end = copy.find(b"OggS", start + 4)
        page = bytearray(copy[start : end if end > 0 else len(copy)])
        said, page[22:26] = int.from_bytes(page[22:26], "little"), bytes(4)
        assert said == tainted.crc(bytes(page))
    tags = copy[copy.index(b"OpusTags") + 8 :]
    assert tags[:8] == bytes(8), "no maker, no comments"


BROKEN = [
    (mp4, corpus.boxes(b"isom")),
    (mp4, tainted.box(b"moov", b"") + tainted.box(b"moof", b"")),
    (mp4, b"\0\0\0\x04moov"),
    (webm, b"\x1a\x45\xdf\xa3\x93\x42\x82\x84webm" + bytes(64)),
    (ogg, corpus.ogg(b"Speex   ")),
    (ogg, b"OggS"),
    (mp3, b"\xff\xfb\x90\x00" + b"\x01" * 90),
    (wav, b"RIFF\0\0\0\0WAVE"),
]


@pytest.mark.parametrize(("cleaner", "content"), BROKEN)
def test_what_cannot_be_followed_is_not_copied(cleaner, content):
    with pytest.raises((ValueError, IndexError)):
        cleaner.cleaned(content)


def test_without_a_copy_the_original_stays_behind_its_reason(a_file, client, pemeriksa, intake):
    evidence = a_file("orasi.mp4")
    drain()
    evidence = Evidence.objects.get(pk=evidence.pk)
    assert (evidence.stage, evidence.safe_type) == ("READY", "")
    client.force_login(intake)
    html = client.get(f"/petugas/bukti/{evidence.pk}/").content.decode()
    assert "Tidak ada salinan aman" in html and "<video" not in html
    assert client.get(f"/petugas/bukti/{evidence.pk}/putar/").status_code == 404


def test_the_worker_cleans_what_citizens_send(a_file, tmp_path):
    evidence = a_file("orasi.mp4", tainted.film("mp4", tmp_path))
    drain()
    evidence = Evidence.objects.get(pk=evidence.pk)
    assert evidence.safe_type == "video/mp4"
    assert tainted.told((shelf.folder_of(evidence.pk) / "safe").read_bytes()) == []
    assert (evidence.metadata["latitude"], evidence.metadata["device"]) == (-0.4207, tainted.DEVICE)
