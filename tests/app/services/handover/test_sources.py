"""Names from Picasa, digiKam and Immich come in over the same plan as those from XMP."""

import hashlib
import json
import sqlite3
import threading
from base64 import b64encode
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from app.core.errors import UsageError
from app.domain.box import Box
from app.services.handover import picasa, sources
from app.services.workspace import Workspace
from tests.app.services.handover.conftest import HEIGHT, WIDTH, Add
from tests.app.services.handover.digikam_tables import TABLES

_FACE = Box(40, 60, 80, 100)


def _rect64(box: Box, across: int = WIDTH, down: int = HEIGHT) -> str:
    edges = (box.x / across, box.y / down, (box.x + box.w) / across, (box.y + box.h) / down)
    return "".join(f"{round(65535 * edge):04x}" for edge in edges).lstrip("0")


def test_picasas_faces_are_those_of_the_stored_picture(workspace: Workspace, album: Path, add: Add) -> None:
    (one,) = add("A one.JPG", (_FACE, None))
    (two,) = add("b.jpg", (_FACE, None), turn=6)
    stored = _rect64(Box(60, WIDTH - 120, 100, 80), HEIGHT, WIDTH)  # the same face before it is turned
    (album / ".picasa.ini").write_text(
        "[Picasa]\nname=2009\n[Contacts2]\n8e62b2035b74b477=Zoë Müller;;\nffffffffffffffff=x\n"
        f"[a one.jpg]\nstar=yes\nfaces=rect64({_rect64(_FACE)}),8e62b2035b74b477;rect64(1),ffffffffffffffff\n"
        f"[b.jpg]\nfaces=rect64({stored}),4f3f1b40e69b2537;\n",
        encoding="utf-8",
    )
    contacts = album / "contacts.xml"
    contacts.write_text('<contacts><contact id="4f3f1b40e69b2537" name="Bo &amp; Co"/></contacts>', "utf-8")
    plan = sources.plan(workspace, album, contacts=contacts)
    assert [(person.name, person.faces) for person in plan.people] == [
        ("Bo & Co", (two,)),
        ("Zoë Müller", (one,)),
    ]


@pytest.mark.parametrize(
    "text",
    ["", "<!DOCTYPE x [<!ENTITY a 'b'>]><contacts><contact id='1' name='&a;'/></contacts>", "<contacts>"],
)
def test_a_list_of_contacts_that_is_none_names_nobody(tmp_path: Path, text: str) -> None:
    (tmp_path / "contacts.xml").write_text(text, "utf-8")
    (tmp_path / ".picasa.ini").write_text("[a.jpg]\nfaces=rect64(1e00280045006e00),1\n", "utf-8")
    assert picasa.named_in(tmp_path / "a.jpg", tmp_path / "contacts.xml") == ()
    assert picasa.named_in(tmp_path / "a.jpg", tmp_path / "gone.xml") == ()


def _digikam(folder: Path, *tags: tuple[str, str, str | None, int]) -> Path:
    """A database as digiKam lays it out, with pictures of `folder`: file, name, region and orientation."""
    path = folder / "digikam4.db"
    with closing(sqlite3.connect(path)) as db, db:
        db.executescript(TABLES)
        db.executescript(
            """
            INSERT INTO AlbumRoots VALUES (1, 'Pictures', 0, 1, 'volumeid:?uuid=12-34', '/photos');
            INSERT INTO Albums VALUES (1, 1, '/', NULL, NULL);
            INSERT INTO Tags VALUES (1, 0, 'Unknown');
            INSERT INTO TagProperties VALUES (1, 'unknownPerson', NULL);
            INSERT INTO ImageTagProperties
              VALUES (1, 1, 'tagRegion', '<rect x="1" y="1" width="9" height="9"/>');
            """
        )
        for number, (file, name, region, turn) in enumerate(tags, start=1):
            across, down = (HEIGHT, WIDTH) if turn >= 5 else (WIDTH, HEIGHT)
            db.execute("INSERT INTO Images VALUES (?, 1, ?, 1, 1)", (number, file))
            db.execute("INSERT INTO ImageInformation VALUES (?, 0, ?, ?, ?)", (number, turn, across, down))
            db.execute("INSERT INTO Tags VALUES (?, 0, ?)", (number + 1, name))
            db.execute("INSERT INTO TagProperties VALUES (?, 'person', ?)", (number + 1, name))
            db.execute("INSERT INTO ImageTags VALUES (?, ?)", (number, number + 1))
            if region is not None:
                values = (number, number + 1, region)
                db.execute("INSERT INTO ImageTagProperties VALUES (?, ?, 'tagRegion', ?)", values)
    return path


def test_digikams_regions_are_those_of_the_upright_picture(
    workspace: Workspace, album: Path, add: Add
) -> None:
    (one,) = add("a.jpg", (_FACE, None), turn=6)
    (two,) = add("b.jpg", (_FACE, None))
    region = '<rect x="40" y="60" width="80" height="100"/>'
    database = _digikam(
        album, ("a.jpg", "Ana", region, 6), ("b.jpg", "Bo", None, 1), ("c.jpg", "Cy", None, 1)
    )
    before = database.read_bytes()
    plan = sources.plan(workspace, database)
    assert [(person.name, person.faces) for person in plan.people] == [
        ("Ana", (one,)),
        ("Bo", (two,)),
        ("Cy", ()),
    ]
    assert plan.unknown == 1
    assert sources.plan(workspace, album).people == plan.people
    assert database.read_bytes() == before
    assert sorted(path.name for path in album.iterdir()) == ["a.jpg", "b.jpg", "digikam4.db"]


def test_another_database_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "x.db")) as db, db:
        db.execute("CREATE TABLE x (y)")
    with pytest.raises(UsageError, match="no database of digiKam"):
        sources.plan(workspace, tmp_path / "x.db")


def _immich_says(photo: Path) -> dict[str, Any]:
    """What a server of Immich answers, by what it is asked, that has a photo and another one of its name."""
    checksum = b64encode(hashlib.sha1(photo.read_bytes(), usedforsecurity=False).digest()).decode()
    asset = {
        "id": "a1",
        "originalPath": "/usr/src/upload/x.jpg",
        "originalFileName": photo.name,
        "checksum": checksum,
    }
    other = {
        "id": "a2",
        "originalPath": "/usr/src/upload/y.jpg",
        "originalFileName": photo.name,
        "checksum": "no",
    }
    box = {
        "imageWidth": 800,
        "imageHeight": 600,
        "boundingBoxX1": 80,
        "boundingBoxY1": 120,
        "boundingBoxX2": 240,
        "boundingBoxY2": 320,
    }
    return {
        "/api/people?withHidden=false&page=1&size=500": {
            "people": [{"id": "p1", "name": "Ana"}],
            "hasNextPage": True,
        },
        "/api/people?withHidden=false&page=2&size=500": {
            "people": [{"id": "p2", "name": ""}],
            "hasNextPage": False,
        },
        "/api/search/metadata": {"assets": {"items": [asset, other], "nextPage": None}},
        "/api/faces?id=a1": [box | {"person": {"id": "p1", "name": "Ana"}}, box | {"person": None}],
        "/api/faces?id=a2": [box | {"person": {"id": "p1", "name": "Ana"}}],
    }


@contextmanager
def _immich(photo: Path) -> Iterator[str]:
    """A server that answers as Immich does."""
    answers = _immich_says(photo)

    class Server(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/moved/api/people?withHidden=false&page=1&size=500":
                self.send_response(302)
                self.send_header("Location", "/api/people?withHidden=false&page=1&size=500")
                self.end_headers()
                return
            known = self.headers["x-api-key"] == "secret"
            self.send_response(200 if known else 401)
            self.end_headers()
            self.wfile.write(json.dumps(answers[self.path] if known else {}).encode())

        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            assert asked["personIds"] == ["p1"]
            self.do_GET()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.mark.slow
def test_immichs_people_are_asked_of_its_server(workspace: Workspace, album: Path, add: Add) -> None:
    (face,) = add("a.jpg", (_FACE, None))
    with _immich(album / "a.jpg") as address:
        plan = sources.plan(workspace, address, key="secret")
        assert [(person.name, person.faces) for person in plan.people] == [("Ana", (face,))]
        assert plan.unknown == 1
        with pytest.raises(UsageError, match="does not answer"):
            sources.plan(workspace, address, key="wrong")
        with pytest.raises(UsageError, match="does not answer"):
            sources.plan(workspace, f"{address}/moved", key="secret")
    with pytest.raises(UsageError, match="wants a key"):
        sources.plan(workspace, address)
