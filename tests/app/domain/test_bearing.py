"""Names are found by their words, however they are spelt in a path."""

from pathlib import Path

import pytest

from app.core.text import listed, quote, say
from app.domain.bearing import Bearers, Bearing


@pytest.mark.parametrize(
    "path",
    [
        "/p/Zoë_Quxley/1.jpg",
        "/p/zoe-quxley2.jpg",
        "/p/ZoëQuxley.jpg",
        "/p/Quxley, Zoë/1.jpg",
        "/p/Quxley/Zoë.jpg",
        "/p/2024 ZOE  QUXLEY/x.png",
    ],
)
def test_a_name_is_found_in_a_path(path: str) -> None:
    assert Bearing(["Zoë Quxley"])(Path(path))


@pytest.mark.parametrize("path", ["/p/Zoë/1.jpg", "/p/Quxley/1.jpg", "/p/Zoë Quxleys/1.jpg", "/p/1.jpg", "/"])
def test_other_paths_do_not_bear_it(path: str) -> None:
    assert not Bearing(["Zoë Quxley"])(Path(path))


def test_a_longer_name_of_somebody_else_is_theirs() -> None:
    bears = Bearing(["Ann"], ["Ann Lee", "Mary Ann", "Bob"])
    assert not bears(Path("/p/Ann_Lee/1.jpg"))
    assert not bears(Path("/p/Mary Ann/1.jpg"))
    assert bears(Path("/p/Ann/1.jpg"))
    assert bears(Path("/p/Ann_Lee/with Ann.jpg"))


def test_the_home_folder_does_not_count() -> None:
    bears = Bearing([Path.home().name, "Ann"])
    assert not bears(Path.home() / "pictures" / "1.jpg")
    assert bears(Path.home() / "pictures" / "ann.jpg")


def test_what_is_filled_in_in_a_text_is_looked_at_not_the_text() -> None:
    bears = Bearing(["Will"])
    assert not bears(say("Will be read again"))
    assert bears(say("Named {faces} {name}", faces=say("3 faces"), name="Will"))
    assert bears(say("Merged {names}", names=listed(["Ann", "Will"])))
    assert bears(quote("Renamed Will to Bill"))
    assert not bears(say("{n} faces", n=3))


def test_nobody_is_found_nowhere() -> None:
    assert not Bearing([])(Path("/p/1.jpg"))
    assert not Bearing(["…"])(Path("/p/1.jpg"))


def test_of_names_that_overlap_both_are_borne_and_one_within_another_is_not() -> None:
    bearers = Bearers({1: ["Ann Lee"], 2: ["Lee Smith"], 3: ["Lee"], 4: ["Smith"], 5: ["Bob"]})
    assert bearers(Path("/p/Ann Lee Smith/1.jpg")) == {1, 2}
    assert bearers(Path("/p/Lee, Bob/Ann Lee.jpg")) == {1, 3, 5}


def test_a_longer_name_that_nobody_bears_now_hides_no_shorter_one() -> None:
    bearers = Bearers({1: ["Ann"], 2: ["Ann Lee"]}, living=["Ann"])
    assert bearers(Path("/p/Ann Lee/1.jpg")) == {1, 2}
    assert Bearers({1: ["Ann"], 2: ["Ann Lee"]})(Path("/p/Ann Lee/1.jpg")) == {2}
