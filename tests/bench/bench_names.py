"""How long it takes to write names beside many photos and to read them again: no picture is decoded.

Makes photos (small JPEGs with EXIF, half of them with another program's sidecar) and a gallery that knows two
faces in each, and times `write_names` and `plan_names`. Gate: 30,000 sidecars in 600 seconds.
"""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path
from time import perf_counter

import numpy as np
from PIL import Image

from app.domain.box import Box
from app.gallery import faces, people, photos
from app.gallery.records import PhotoFile
from app.services.handover import sources
from app.services.handover.names_out import Wanted, write_names
from app.services.workspace import Workspace
from app.xmp import rdf
from tests.app.services.handover.conftest import new_face
from tests.bench.gates import Gate, report

_PEOPLE = 50
_FOREIGN = (
    b'<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="4"/></rdf:RDF>'
)


def main() -> None:
    """Measure, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=int, default=30_000)
    count = parser.parse_args().photos
    folder = Path(tempfile.mkdtemp(prefix="kith-names-"))
    try:
        with Workspace.open(folder / "data") as workspace:
            _fill(workspace, folder / "photos", count)
            began = perf_counter()
            written = write_names(workspace, Wanted())
            seconds = perf_counter() - began
            began = perf_counter()
            plan = sources.plan(workspace, folder / "photos")
            reading = perf_counter() - began
    finally:
        shutil.rmtree(folder)
    same = sum(one.same for one in plan.people)
    print(f"wrote {written.written:,} sidecars with {written.names:,} names in {seconds:.1f} s")
    print(f"read {plan.photos:,} of them in {reading:.1f} s; {same:,} names at the faces they went out from")
    gates = (
        Gate("seconds for 30,000 sidecars", seconds * 30_000 / count, 600, at_most=True),
        Gate("names back at the faces they went out from", same / max(written.names, 1), 1),
    )
    sys.exit(not report([gates]))


def _fill(workspace: Workspace, folder: Path, count: int) -> None:
    folder.mkdir()
    pixels = np.random.default_rng(0).integers(0, 255, (480, 640, 3), np.uint8)
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.fromarray(pixels).save(folder / "0.jpg", exif=exif)
    data = (folder / "0.jpg").read_bytes()
    boxes = (Box(40, 60, 80, 100), Box(250, 300, 80, 100))
    with workspace.db.write() as session:
        everyone = [people.create(session, f"Person {number}")[0] for number in range(_PEOPLE)]
        ids: list[list[int]] = [[] for _ in everyone]
        found = [new_face(workspace, box, number) for number, box in enumerate(boxes)]
        for number in range(count):
            path = folder / f"{number}.jpg"
            path.write_bytes(data)
            if number % 2:
                path.with_suffix(".xmp").write_bytes(rdf.EMPTY.replace(b"</rdf:RDF>", _FOREIGN))
            file = PhotoFile(path, f"{number:064}", len(data), path.stat().st_mtime_ns, 480, 640)
            for place, face in enumerate(photos.record(session, file, found)[1]):
                ids[(number + place) % _PEOPLE].append(face)
        for person, theirs in zip(everyone, ids, strict=True):
            faces.assign(session, theirs, person)


if __name__ == "__main__":
    main()
