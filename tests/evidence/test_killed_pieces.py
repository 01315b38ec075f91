"""Killed at any moment, a site keeps its word about files in pieces and about reports: no receipt without its evidence (F11)."""

import json
import os
import random
import sqlite3
import subprocess
import sys
import textwrap
import time
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings

from tests.evidence.test_killed import opened, site

__all__ = ["opened", "site"]
MOMENTS = int(os.environ.get("MOMENTS", "50"))
HEAD = """
import json, os, sys, django
django.setup()
from django.utils import timezone
from evidence import quota, uploads
quota.MOST_FILES, quota.MOST_BYTES = 10**6, 10**12

def reader(content):
    left = [content]
    def read(size):
        piece, left[0] = left[0][:size], left[0][size:]
        return piece
    return read

def tell(**what):
    print(json.dumps(what), flush=True)
"""
PIECES = HEAD + textwrap.dedent(
    """
    from agencies.models import SupervisingAuthority
    from evidence.models import Upload
    from workflow.actors import SYSTEM
    from workflow.models import Access
    access = Access.objects.first() or Access.objects.create(authority=SupervisingAuthority.objects.first())
    content = open(sys.argv[1], "rb").read()
    print("begun", flush=True)
    while True:
        upload = Upload.objects.filter(evidence=None).first()
        if upload is None:
            content = os.urandom(60_000).hex().encode()
            open(sys.argv[1], "wb").write(content)
            upload = uploads.begin(access, name="a.txt", size=len(content), by=SYSTEM, at=timezone.now())
        offset = upload.offset
        upload = uploads.append(
            upload, read=reader(content[offset : offset + 25_000]), offset=offset, by=SYSTEM, at=timezone.now()
        )
        tell(upload=str(upload.pk), offset=upload.offset, whole=bool(upload.evidence_id))
    """
)
REPORTS = HEAD + textwrap.dedent(
    """
    from complaints import drafts
    from complaints.actions import Report
    from evidence.actions import add_file
    from django.core.files.uploadedfile import SimpleUploadedFile
    print("begun", flush=True)
    while True:
        token = drafts.new_token()
        draft = drafts.save(token, "what", {"narrative": "Camat"}, at=timezone.now())
        files = []
        for number in range(2):
            upload = SimpleUploadedFile("a.txt", os.urandom(20_000).hex().encode())
            files.append(add_file(draft.access, upload=upload, by=draft.writer, at=timezone.now()).sha256)
        content = os.urandom(20_000).hex().encode()
        sent = uploads.begin(draft.access, name="b.txt", size=len(content), by=draft.writer, at=timezone.now())
        for start in range(0, len(content), 15_000):
            sent = uploads.append(
                sent, read=reader(content[start : start + 15_000]), offset=start, by=draft.writer, at=timezone.now()
            )
        files.append(sent.evidence.sha256)
        report = Report(kind="NEUTRALITY", narrative="Camat membagikan kaus.")
        receipt = drafts.send(token, at=timezone.now(), report_of=lambda draft: report)
        tell(reference=receipt.reference, files=files)
    """
)


def told_before_the_kill(script: str, environment, *arguments: str, within: float = 0.3) -> list[dict]:
    """What somebody was promised before everything was killed, at a random moment within so many seconds."""
    child = subprocess.Popen(
        [sys.executable, "-c", script, *arguments],
        cwd=settings.ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout.readline() == "begun\n"
    time.sleep(random.uniform(0, within))
    child.kill()
    lines = child.communicate()[0].splitlines()
    return [json.loads(line) for line in lines if line.endswith("}")]


def rows(folder: Path, question: str) -> list[tuple]:
    return sqlite3.connect(folder / "netral.sqlite3").execute(question).fetchall()


def evidence_is_whole(folder: Path, environment) -> int:
    """Every row has its file, sealed and with the bytes that the row names; answers how many there are."""
    known = rows(folder, "select id, sha256 from evidence_evidence")
    assert opened(environment) == {str(UUID(key)): sha256 for key, sha256 in known}
    for key, _sha256 in known:
        place = folder / "files" / key[:2] / str(UUID(key))
        assert place.stat().st_mode & 0o777 == 0o400
    events = rows(folder, "select count(*) from workflow_event where verb = 'evidence.add'")[0][0]
    assert events == len(known)
    return len(known)


@pytest.mark.faults
def test_a_file_in_pieces_survives_fifty_kills(site, tmp_path):
    folder, environment = site
    content = tmp_path / "content"
    content.write_bytes(b"")
    promised: dict[str, int] = {}
    for _ in range(MOMENTS):
        for answer in told_before_the_kill(PIECES, environment, str(content)):
            promised[answer["upload"].replace("-", "")] = answer["offset"]
        known = {
            key: (offset, held)
            for key, offset, held in rows(folder, 'select id, "offset", evidence_id from evidence_upload')
        }
        for key, offset in promised.items():
            assert known[key][0] >= offset, "what was acknowledged is there"
            assert (known[key][0] == 120_000) == (known[key][1] is not None), "whole means evidence"
    assert promised and evidence_is_whole(folder, environment) > 0
    parts = list((folder / "files" / "parts").iterdir())
    assert len(parts) <= MOMENTS, "what a kill leaves is purged a day later"


@pytest.mark.faults
def test_no_report_is_confirmed_without_its_evidence(site):
    folder, environment = site
    promised: dict[str, list[str]] = {}
    for _ in range(MOMENTS):
        told = told_before_the_kill(REPORTS, environment, within=2)
        promised |= {answer["reference"]: answer["files"] for answer in told}
    held: dict[str, set[str]] = {}
    question = (
        "select c.reference, e.sha256 from complaints_complaint c join evidence_evidence e on e.access_id = c.access_id"
    )
    for reference, sha256 in rows(folder, question):
        held.setdefault(reference, set()).add(sha256)
    filed = [reference for (reference,) in rows(folder, "select reference from complaints_complaint")]
    assert promised
    for reference, files in promised.items():
        assert held[reference] == set(files)
    assert all(len(held[reference]) == 3 for reference in filed), "nor is one filed without"
    evidence_is_whole(folder, environment)
