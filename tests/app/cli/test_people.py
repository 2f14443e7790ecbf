"""Birth dates from the command line."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

Kith = Callable[..., Any]


def test_a_birth_date_is_kept_told_and_taken_away(kith: Kith, known: Path) -> None:
    assert "No birth date of Tony Blair" in kith("born", "tony blair").err
    assert kith("born", "Tony Blair", "1953-05-06").code == 0
    assert kith("born", "Tony Blair").out == "1953-05-06\n"
    assert kith("born", "Tony Blair", "--json").document == {"person": "Tony Blair", "born": "1953-05-06"}
    assert kith("born", "Tony Blair", "6 May").code == 2
    assert kith("born", "Tony Blair", "1953-05-06", "--unknown").code == 2
    assert kith("born", "Tony Blair", "--unknown").code == 0
    assert kith("born", "Tony Blair", "--json").document["born"] is None
