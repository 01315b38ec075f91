"""English is whole: every text has one, none is left over, the compiled file says the same, names in texts are kept."""

import gettext
import re
from datetime import UTC, date, datetime

import pytest
from django.db.models import F
from django.test import RequestFactory
from django.utils import translation

from agencies.models import Role, Territory
from deploy import views
from deploy.templatetags.netral import days_left, jam, tanggal, tanggal_pendek, ukuran, waktu
from evidence.quota import megabytes
from law.models import Sanction, Violation
from notifications.presenting import TEXTS, text_of
from tests.platform.texts import FOLDER, catalogue, shown

NAMES = re.compile(r"%\(\w+\)[sd]|%%|\{\w*\}|<[^>]+>")


@pytest.fixture
def english():
    with translation.override("en"):
        yield


@pytest.fixture(scope="module")
def compiled():
    with (FOLDER / "django.mo").open("rb") as file:
        return gettext.GNUTranslations(file)


# The catalogue -----------------------------------------------------------------------------------------------------------
def test_every_text_has_its_english_and_no_entry_is_left_over():
    sources, entries = shown(), catalogue()
    assert len(sources) > 1000, "the sources were not read"
    assert sorted(sources.keys() - entries.keys()) == [], "run `make messages` and translate them"
    assert sorted(entries.keys() - sources.keys()) == [], "no longer in the sources: run `make messages`"


def test_no_entry_is_empty_or_only_guessed():
    assert [key for key, english in catalogue().items() if not all(english)] == []
    assert "fuzzy" not in (FOLDER / "django.po").read_text()


def test_a_text_with_a_number_has_both_forms():
    entries = catalogue()
    assert [key for key, plural in shown().items() if plural and len(entries.get(key, [])) != 2] == []


def test_the_compiled_file_says_what_the_catalogue_says(compiled):
    for (context, text), english in catalogue().items():
        if len(english) == 2:
            said = [compiled.ngettext(text, text, n) for n in (1, 2)]
        else:
            said = [compiled.pgettext(context, text) if context else compiled.gettext(text)]
        assert said == english, f"{text}: run `make messages`"


def test_names_and_tags_inside_a_text_are_kept():
    for (_, text), english in catalogue().items():
        for said in english:
            assert sorted(NAMES.findall(said)) == sorted(NAMES.findall(text)), text


# Dates, numbers, times ---------------------------------------------------------------------------------------------------
def test_dates_and_times_read_as_english(english):
    at = datetime(2024, 11, 8, 1, 42, tzinfo=UTC)
    east = Territory(timezone="Asia/Makassar", zone="WITA")
    assert tanggal(date(2024, 11, 8)) == "Friday, 8 November 2024"
    assert tanggal_pendek(date(2020, 8, 17)) == "17 Aug 2020"
    assert waktu(at, east) == "at 09:42 WITA"
    assert jam(at) == "01:42"


def test_dates_and_times_read_as_indonesian():
    at = datetime(2024, 11, 8, 1, 42, tzinfo=UTC)
    assert tanggal(date(2024, 11, 8)) == "Jumat, 8 November 2024"
    assert waktu(at, Territory(timezone="Asia/Makassar", zone="WITA")) == "pukul 09.42 WITA"


def test_numbers_follow_the_language(english):
    assert (ukuran(2_140_000), megabytes(2_140_000)) == ("2.1 MB", "2.1")
    with translation.override("id"):
        assert ukuran(2_140_000) == "2,1 MB"


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (2, "2 working days left"),
        (1, "tomorrow"),
        (0, "today"),
        (-1, "1 working day overdue"),
        (-3, "3 working days overdue"),
        (-1442, "1,442 working days overdue"),
    ],
)
def test_what_is_left_of_a_clock_counts_in_english(english, left, words):
    assert days_left(left) == words


# What lives in the database ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("model", "field"), [(Violation, "title"), (Sanction, "title"), (Role, "name")])
def test_reference_data_is_named_in_the_reader_s_language(reference_data, model, field):
    row = model.objects.exclude(**{field: F(f"{field}_en")}).first()
    assert row.label == getattr(row, field)
    with translation.override("en"):
        assert row.label == getattr(row, f"{field}_en") != getattr(row, field)
        assert row.label in str(row)


@pytest.mark.parametrize("verb", TEXTS)
def test_a_notification_is_written_when_it_is_read(english, verb):
    said = text_of(verb, "LAP-26-7K3M9Q")
    assert "LAP-26-7K3M9Q" in said and said != TEXTS[verb] % {"reference": "LAP-26-7K3M9Q"}


# Pages of errors ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("status", "heading"),
    [
        (400, "We cannot read this request"),
        (403, "You are not allowed to open this page"),
        (404, "This page does not exist"),
        (409, "The state has changed"),
        (500, "There is a problem on our side"),
    ],
)
def test_errors_are_told_in_english(db, english, status, heading):
    page = views.error_page(RequestFactory().get("/lapor/?x=1"), status).content.decode()
    assert f"<h1>{heading}</h1>" in page and '<html lang="en">' in page
    assert "?x=1&amp;bahasa=id" in page
