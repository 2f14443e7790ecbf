import pickle

import pytest

from app.core import errors
from app.core.errors import Cancelled, ImageError, KithError, KnownError, ModelError, StartError
from app.core.text import quote, say

_KINDS = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, KithError)]


@pytest.mark.parametrize(
    ("why", "remedy", "wanted"),
    [
        ("", "", "it broke"),
        ("it fell", "", "it broke: it fell"),
        ("", "Mend it", "it broke. Mend it"),
        ("it fell", "Mend it", "it broke: it fell. Mend it"),
    ],
)
def test_says_what_why_and_what_to_do(why: str, remedy: str, wanted: str) -> None:
    assert str(KithError(say("it broke"), why=quote(why), remedy=quote(remedy))) == wanted


@pytest.mark.parametrize("kind", _KINDS)
def test_crosses_process_borders_whole(kind: type[KithError]) -> None:
    error = pickle.loads(pickle.dumps(kind(quote("what"), why=quote("why"), remedy=quote("remedy"))))  # noqa: S301 - our own
    assert type(error) is kind
    assert (error.what, error.why, error.remedy) == ("what", "why", "remedy")
    assert str(error) == "what: why. remedy"


def test_blame() -> None:
    assert all(issubclass(kind, KnownError) for kind in (ImageError, ModelError, StartError))
    assert not issubclass(errors.BugError, KnownError)
    assert not issubclass(Cancelled, KithError), "an outcome, not an error"
