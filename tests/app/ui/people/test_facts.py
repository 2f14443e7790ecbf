"""What is said of somebody's samples."""

from app.domain.alike import Alike
from app.domain.samples import Doubtful, Fault, Separation
from app.ui.people.facts import doubtful_text, poses_text, separation_text


def _from(one_in: int, lead: float = 0.0) -> Separation:
    return Separation(Alike(3, "Noor", one_in), 0.31, 0.43, lead)


def test_poses_are_named_only_where_they_are_missing() -> None:
    assert poses_text([]) == "All five poses are covered"
    assert poses_text(["left", "up"]) == "Poses missing: left, up"


def test_who_is_near_is_told_as_a_rate_of_strangers_or_with_what_becomes_of_it() -> None:
    assert separation_text(None) == ""
    assert separation_text(_from(1)) == "Far from everyone else; nearest: Noor"
    assert separation_text(_from(200)).endswith("nearest: Noor (one in 200 strangers is as near)")
    assert separation_text(_from(20_000, 0.1)) == "Close to Noor: told apart by a stricter margin"


def test_each_reason_has_its_words() -> None:
    said = [
        doubtful_text(one)
        for one in (
            Doubtful(Fault.STRANGE, (1,), "Noor"),
            Doubtful(Fault.STRANGE, (1, 2)),
            Doubtful(Fault.UNCLEAR, (1,)),
            Doubtful(Fault.REPEATED, (1, 2, 3)),
        )
    ]
    assert said == [
        "1 looks like Noor",
        "2 look like somebody else",
        "1 cannot be recognised",
        "3 show what better ones show",
    ]
