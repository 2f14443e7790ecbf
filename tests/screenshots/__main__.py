"""Pictures of every page of the window in every state: `python -m tests.screenshots`."""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.screenshots.material import Material

_ROOT = Path(__file__).resolve().parents[2]
_FACES = Path(os.environ.get("KITH_FACES") or _ROOT.parent / "shared" / "faces")


def main() -> None:
    """Take the pictures asked for."""
    asked = _asked()
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with tempfile.TemporaryDirectory(prefix="kith-screenshots-") as folder:
        if asked.double is not None:
            _take_double(asked.double, asked.out, asked.only)
        elif asked.readme:
            from tests.screenshots.readme import take_for_readme

            take_for_readme(Path(folder), asked.out or _ROOT / "resources" / "figures")
        else:
            _take_all(Path(folder), asked.out or _ROOT / "out" / "screenshots", asked.only)


def _asked() -> argparse.Namespace:
    from tests.screenshots.tour import PAGES

    parser = argparse.ArgumentParser(prog="python -m tests.screenshots", description=__doc__)
    parser.add_argument("--out", type=Path, help="the folder to write to")
    parser.add_argument(
        "--readme", action="store_true", help="the README's few pictures, of people drawn by program"
    )
    parser.add_argument(
        "--only",
        nargs="+",
        choices=list(PAGES),
        default=list(PAGES),
        metavar="PAGE",
        help="these pages alone: " + " ".join(PAGES),
    )
    parser.add_argument(
        "--double", type=Path, help=argparse.SUPPRESS
    )  # a folder prepared: the process at 200 %
    return parser.parse_args()


def _take_all(folder: Path, out: Path, pages: Sequence[str]) -> None:
    from tests.screenshots import sheet
    from tests.screenshots.tour import GERMAN, Look, copied, fill, tour, tour_of_nothing

    out.mkdir(parents=True, exist_ok=True)
    shown = _material(folder)
    filled = fill(folder / "filled", shown)
    troubles = tour_of_nothing(folder / "empty", shown, pages, Look(), out)
    troubles += tour(copied(filled, folder / "full"), shown, pages, Look(), out)
    troubles += tour(copied(filled, folder / "german"), shown, pages, GERMAN, out)
    command = [sys.executable, "-m", "tests.screenshots", "--double", str(folder), "--out", str(out)]
    double = subprocess.run(
        [*command, "--only", *pages], env={**os.environ, "QT_SCALE_FACTOR": "2"}, check=False
    )
    sys.stdout.write(f"{sheet.write_sheet(out)}\n")
    if troubles or double.returncode:
        sys.exit("\n".join(troubles))


def _take_double(folder: Path, out: Path, pages: Sequence[str]) -> None:
    """In a process of its own, whose screen has twice the pixels."""
    from tests.screenshots.tour import DOUBLE, copied, tour

    if troubles := tour(copied(folder / "filled", folder / "double"), _material(folder), pages, DOUBLE, out):
        sys.exit("\n".join(troubles))


def _material(folder: Path) -> "Material":
    """Real people where there are any."""
    from tests.screenshots import material

    return material.real(folder / "shown", _FACES) if _FACES.is_dir() else material.drawn(folder / "shown")


if __name__ == "__main__":
    main()
