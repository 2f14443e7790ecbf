"""No value of a card's head adds a field to it."""

import json

import pytest

from trainer.storage.front_matter import front_matter, licence_fields


def test_a_value_stays_in_its_line() -> None:
    head = front_matter({"license_name": 'My "own"\n---\nlicense: mit', "tags": ["a", "é"]}).splitlines()
    assert len(head) == 4
    assert (head[0], head[-1]) == ("---", "---")
    assert json.loads(head[1].partition(": ")[2]) == 'My "own"\n---\nlicense: mit'
    assert head[2] == 'tags: ["a", "é"]'


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ("Apache-2.0", {"license": "apache-2.0"}),
        ("mine alone", {"license": "other", "license_name": "mine alone"}),
        (None, {"license": "unknown"}),
    ],
)
def test_licences_by_the_hubs_names(said: str | None, fields: dict[str, str]) -> None:
    assert licence_fields(said) == fields
