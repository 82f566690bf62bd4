"""Countries by the names that documents print."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from annual_review import countries

with (Path(__file__).parent / "ilo_members.csv").open(encoding="utf-8") as lines:
    MEMBERS = [(row["iso3"], row["name"]) for row in csv.DictReader(lines)]


def test_all_member_states_are_found_by_the_names_that_the_ilo_prints() -> None:
    assert len(MEMBERS) == 187
    wrong = [name for iso3, name in MEMBERS if getattr(countries.find(name), "iso3", "") != iso3]
    assert wrong == []


def test_all_member_states_are_found_in_capitals_inverted_and_without_accents() -> None:
    plain = str.maketrans("ôü", "ou")
    for iso3, name in MEMBERS:
        head, _, tail = name.partition(" (")
        inverted = f"{head}, {tail.rstrip(')')}" if tail else name
        for printed in (name.upper(), inverted, name.translate(plain).replace("'", "’")):
            country = countries.find(printed)
            assert country is not None, printed
            assert country.iso3 == iso3, printed


@pytest.mark.parametrize(
    ("printed", "iso3"),
    [
        ("KOREA, REPUBLIC OF", "KOR"),
        ("Korea (Republic of)", "KOR"),
        ("DEMOCRATIC PEOPLE'S REPUBLIC OF KOREA", "PRK"),
        ("CONGO", "COG"),
        ("CONGO, DEMOCRATIC REPUBLIC OF THE", "COD"),
        ("TURKEY", "TUR"),
        ("SWAZILAND", "SWZ"),
        ("THE GAMBIA", "GMB"),
        ("CAPE VERDE", "CPV"),
        ("CZECH REPUBLIC", "CZE"),
        ("The former Yugoslav Republic of Macedonia", "MKD"),
        ("St. Lucia", "LCA"),
        ("UNITED STATES", "USA"),
        ("VIETNAM", "VNM"),
    ],
)
def test_former_and_other_names(printed: str, iso3: str) -> None:
    country = countries.find(printed)
    assert country is not None
    assert country.iso3 == iso3


@pytest.mark.parametrize("printed", ["", "ATLANTIS", "SERBIA AND MONTENEGRO", "Report", "2017"])
def test_what_is_no_one_country_is_not_found(printed: str) -> None:
    assert countries.find(printed) is None
    assert countries.called(printed) is None
    assert countries.nearly(printed) is None


def test_the_short_name_is_the_common_one() -> None:
    names = [countries.by_iso3(iso3) for iso3 in ("AZE", "BOL", "VNM", "XXX")]
    assert [name and name.name for name in names] == ["Azerbaijan", "Bolivia", "Vietnam", None]


def test_member_states_have_the_ilo_s_names_and_regions() -> None:
    """The sizes of the regions are those that the ILO's regional offices give."""
    assert [(each.iso3, each.name) for each in countries.members()] == sorted(MEMBERS)
    assert Counter(each.region for each in countries.members()) == {
        "Africa": 54,
        "Americas": 35,
        "Arab States": 11,
        "Asia and the Pacific": 36,
        "Europe and Central Asia": 51,
    }
    subregions = {each.iso3: each.subregion for each in countries.members()}
    placed = [subregions[iso3] for iso3 in ("SDN", "AGO", "AZE", "ISR", "IRN", "ALB", "AUS", "MEX")]
    assert placed == [
        "Northern Africa",
        "Central Africa",
        "Western Asia",
        "Western Asia",
        "Southern Asia",
        "Southern Europe",
        "Pacific Islands",
        "Central America",
    ]
