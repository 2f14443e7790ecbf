"""What other programs left: XMP, Picasa's lists, digiKam's databases, tables of pairs, an Immich server."""

import json
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from PIL import Image

from tests.app.services.handover.digikam_tables import TABLES
from tests.bench.hostile.sandbox import Case, Place
from tests.bench.hostile.texts import DEEP, NAMES

Put = Callable[[Path, Place], object]

SPECIAL: dict[str, Put] = {
    "a pipe": lambda path, place: os.mkfifo(path),
    "a folder": lambda path, place: path.mkdir(),
    "zeros without end": lambda path, place: path.symlink_to("/dev/zero"),
    "a link to itself": lambda path, place: path.symlink_to(path),
    "a link to a secret": lambda path, place: path.symlink_to(place.outside / "secret.txt"),
    "a hole of 1 TB": lambda path, place: os.truncate(os.open(path, os.O_CREAT | os.O_RDWR), 1 << 40),
    "empty": lambda path, place: path.write_bytes(b""),
    "zeros": lambda path, place: path.write_bytes(bytes(1_000_000)),
    "bytes": lambda path, place: path.write_bytes(bytes(range(256)) * 1000),
    "100 MB of text": lambda path, place: path.write_bytes(b"x" * 100_000_000),
    "30 MB of lines": lambda path, place: path.write_bytes(b"a=b\n" * 7_500_000),
}
"""What may lie where a file of text belongs."""


def _picture(place: Place, name: str = "a.jpg") -> Path:
    path = place.here / name
    Image.new("RGB", (64, 48), "grey").save(path)
    return path


_LAUGHS = (
    "<!DOCTYPE x ["
    '<!ENTITY l0 "lol">' + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)) + "]>"
)


def _packet(inside: str, before: str = "") -> str:
    return (
        f'{before}<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description xmlns:mwg-rs="http://www.metadataworkinggroup.com/schemas/regions/" '
        f'xmlns:stArea="http://ns.adobe.com/xmp/sType/Area#" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        f'xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" '
        f'xmlns:digiKam="http://www.digikam.org/ns/1.0/">{inside}</rdf:Description></rdf:RDF></x:xmpmeta>'
    )


def _region(name: str, area: str = 'stArea:x="0.5" stArea:y="0.5" stArea:w="0.2" stArea:h="0.2"') -> str:
    return (
        '<mwg-rs:Regions rdf:parseType="Resource"><mwg-rs:RegionList><rdf:Bag><rdf:li rdf:parseType="Resource">'
        f"<mwg-rs:Name>{name}</mwg-rs:Name><mwg-rs:Type>Face</mwg-rs:Type><mwg-rs:Area {area}/>"
        "</rdf:li></rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions>"
    )


def _escaped(text: str) -> str:
    return "".join(
        one if one.isascii() and one.isprintable() and one not in "<&>" else f"&#{ord(one)};" for one in text
    )


def _packets(outside: Path) -> dict[str, str | bytes]:
    """XMP by what is wrong with it."""
    external = '<!DOCTYPE x [<!ENTITY e SYSTEM "{}">]>'
    near = " ".join(f'xmlns:p{n}="u{n}"' for n in range(100_000))
    found: dict[str, str | bytes] = {
        "a billion laughs": _packet(_region("&l9;"), _LAUGHS),
        "laughs in an attribute": _packet(f'<dc:x y="{"&l9;"}"/>', _LAUGHS),
        "a file": _packet(_region("&e;"), external.format(f"file://{outside}/secret.txt")),
        "a password file": _packet(_region("&e;"), external.format("/etc/passwd")),
        "an address": _packet(_region("&e;"), external.format("http://127.0.0.1:9/x")),
        "a parameter": _packet("", f'<!DOCTYPE x [<!ENTITY % p SYSTEM "file://{outside}/secret.txt"> %p;]>'),
        "a document type": _packet(_region("Ann"), '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">'),
        "a style sheet": _packet(_region("Ann"), '<?xml-stylesheet href="file:///etc/passwd"?>'),
        "included": _packet(
            '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>'
        ),
        "deep": "<a>" * 100_000 + "</a>" * 100_000,
        "deep, and not closed": "<a>" * 1_000_000,
        "many elements": _packet("<dc:x/>" * 2_000_000),
        "many attributes": "<a " + " ".join(f'b{n}="c"' for n in range(500_000)) + "/>",
        "many prefixes": f"<a {near}>" + '<b xmlns:q="r"/>' * 100_000 + "</a>",
        "many texts": _packet("<dc:x>" + "a<!-- -->" * 1_500_000 + "</dc:x>"),
        "many texts between": _packet("a<dc:x/>" * 1_500_000),
        "a long name": _packet(_region("x" * 10_000_000)),
        "a long tag": _packet(f"<dc:{'x' * 10_000_000}/>"),
        "many regions": _packet(_region("Ann") * 50_000),
        "no end": _packet(_region("Ann"))[:-20],
        "two roots": _packet("") * 2,
        "a prefix of nobody": "<x:y/>",
        "16 bits": _packet(_region("Ann"), '<?xml version="1.0" encoding="utf-16"?>').encode("utf-16"),
        "16 bits, half": _packet(_region("Ann")).encode("utf-16")[:-1],
        "32 bits": _packet(_region("Ann")).encode("utf-32"),
        "an encoding of its own": _packet(_region("Ann"), '<?xml version="1.0" encoding="utf-7"?>'),
        "ebcdic": _packet(_region("Ann"), '<?xml version="1.0" encoding="cp037"?>').encode("cp037"),
        "NUL inside": _packet(_region("Ann\0Bob")),
    }
    for area in ("nan", "inf", "-1", "1e999", "9" * 5000, "x", "", "0x10", "1_0", "\u0661"):
        found[f"an area of {area[:10]}"] = _packet(
            _region("Ann", " ".join(f'stArea:{side}="{_escaped(area)}"' for side in "xywh"))
        )
    for name, text in NAMES.items():
        found[f"naming {name}"] = _packet(_region(_escaped(text)))
    return found


def sidecars() -> Iterator[Case]:
    """XMP beside a picture, and in it."""
    for name in _packets(Path()):

        def beside(place: Place, name: str = name) -> list[list[Any]]:
            data = _packets(place.outside)[name]
            file = _picture(place).with_suffix(".jpg.xmp")
            file.write_bytes(data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data)
            return [["import-names", place.here]]

        yield Case("XMP", name, beside)
    for name, put in SPECIAL.items():

        def special(place: Place, put: Put = put) -> list[list[Any]]:
            put(_picture(place).with_suffix(".jpg.xmp"), place)
            return [["import-names", place.here]]

        yield Case("XMP", name, special)


_INI = {
    "many sections": "[a.jpg]\n" * 2_000_000,
    "many faces": "[a.jpg]\nfaces=" + "rect64(3f845bcb59418507),8e62b2035b74b477;" * 100_000,
    "a long rectangle": f"[a.jpg]\nfaces=rect64({'f' * 100_000}),1",
    "no section": "faces=rect64(1),1\n",
    "open": "[a.jpg\nfaces=rect64(1",
    "brackets": "[" * 1_000_000,
    "names of its own": "[Contacts2]\n1=$(touch canary);;\n[a.jpg]\nfaces=rect64(3f845bcb59418507),1",
}


def picasa() -> Iterator[Case]:
    """Picasa's list in a folder, and its contacts."""
    for name in [*_INI, *SPECIAL, *NAMES]:

        def beside(place: Place, name: str = name) -> list[list[Any]]:
            file = _picture(place).with_name(".picasa.ini")
            if name in SPECIAL:
                SPECIAL[name](file, place)
            else:
                line = "[Contacts2]\n1={};;\n[a.jpg]\nfaces=rect64(3f845bcb59418507),1"
                text = _INI.get(name) or line.replace("{}", NAMES[name])
                file.write_bytes(text.encode("utf-8", "surrogatepass"))
            return [["import-names", place.here]]

        yield Case("Picasa", name, beside)
    for name in [*SPECIAL, *_packets(Path())]:

        def contacts(place: Place, name: str = name) -> list[list[Any]]:
            file, ini = place.here / "contacts.xml", _picture(place).with_name(".picasa.ini")
            ini.write_text("[a.jpg]\nfaces=rect64(3f845bcb59418507),1")
            if name in SPECIAL:
                SPECIAL[name](file, place)
            else:
                data = _packets(place.outside)[name]
                file.write_bytes(data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data)
            return [["import-names", place.here, "--contacts", file]]

        yield Case("Picasa", f"contacts: {name}", contacts)


_DIGIKAM = f"""
{TABLES}INSERT INTO AlbumRoots VALUES (1, 'Pictures', 0, 1, 'volumeid:?path=/nowhere', '/');
INSERT INTO Albums VALUES (1, 1, '/', NULL, NULL);
INSERT INTO Images VALUES (1, 1, 'a.jpg', 1, 1);
INSERT INTO ImageInformation VALUES (1, 0, 1, 64, 48);
INSERT INTO Tags VALUES (1, 0, 'Ann');
INSERT INTO TagProperties VALUES (1, 'person', 'Ann');
INSERT INTO ImageTags VALUES (1, 1);
INSERT INTO ImageTagProperties VALUES (1, 1, 'tagRegion', '<rect x="1" y="1" width="9" height="9"/>');
"""
_ENDLESS = "CREATE VIEW Images AS WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) "
_WRONG = {
    "a view without end": f"DROP TABLE Images; {_ENDLESS} SELECT n AS id, 1 AS album, 'a.jpg' AS name FROM t",
    "a view of long texts": "DROP TABLE Tags; CREATE VIEW Tags AS SELECT 1 AS id, printf('%.*c', 900000000, 'x') AS name",
    "a trigger": "CREATE TRIGGER x AFTER INSERT ON Tags BEGIN DELETE FROM Images; END",
    "a virtual table": "CREATE VIRTUAL TABLE x USING fts5(y)",
    "a column that computes": "DROP TABLE Tags; CREATE TABLE Tags (id, name AS (printf('%.*c', 900000000, 'x')));"
    "INSERT INTO Tags (id) VALUES (1)",
    "rectangles of dots": 'UPDATE ImageTagProperties SET value = \'<rect x="1.2.3" y=".." width="-" height="1"/>\'',
    "rectangles of nines": "UPDATE ImageTagProperties SET value = '<rect x=\""
    + "9" * 400
    + '" y="1" width="1" height="1"/>\'',
    "rectangles of bytes": "UPDATE ImageTagProperties SET value = x'ff00'",
    "rectangles of numbers": "UPDATE ImageTagProperties SET value = 5",
    "sizes of text": "UPDATE ImageInformation SET width = 'x', height = 'y'",
    "sizes of bytes": "UPDATE ImageInformation SET width = x'ff', orientation = 'x'",
    "sizes below nothing": "UPDATE ImageInformation SET width = -5, height = -5, orientation = 99",
    "infinite sizes": "UPDATE ImageInformation SET width = 9e999",
    "names of bytes": "UPDATE Tags SET name = x'ff00fe'",
    "names of numbers": "UPDATE Tags SET name = 5; UPDATE Images SET name = 7",
    "a picture above": "UPDATE Images SET name = '../outside/victim.jpg'",
    "a picture at a root": "UPDATE Images SET name = '/etc/passwd'",
    "a picture of NUL": "UPDATE Images SET name = 'a' || char(0) || 'b'",
    "an album above": "UPDATE Albums SET relativePath = '/../../../../etc'",
    "a root of NUL": "UPDATE AlbumRoots SET identifier = 'volumeid:?path=%00', specificPath = char(0)",
    "a root of brackets": "UPDATE AlbumRoots SET identifier = 'http://[x'",
    "a root of bytes": "UPDATE AlbumRoots SET identifier = x'ff'",
    "a device": "UPDATE AlbumRoots SET identifier = 'volumeid:?path=/dev'; UPDATE Images SET name = 'zero'",
    "no tags": "DROP TABLE Tags",
    "many pictures": "WITH RECURSIVE t(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM t WHERE n < 200000) "
    "INSERT INTO ImageTagProperties SELECT 1, 1, 'tagRegion', '<rect/>' FROM t",
}


def digikam() -> Iterator[Case]:
    """digiKam's database, in a folder and by its own name."""
    for name in [*_WRONG, *SPECIAL, *NAMES]:

        def make(place: Place, name: str = name) -> list[list[Any]]:
            file = _picture(place).with_name("digikam4.db")
            if name in SPECIAL:
                SPECIAL[name](file, place)
            else:
                with closing(sqlite3.connect(file)) as db, db:
                    db.executescript(_DIGIKAM + _WRONG.get(name, ""))
                    if name in NAMES:
                        text = NAMES[name].encode("utf-8", "surrogatepass")
                        db.execute("UPDATE Tags SET name = CAST(? AS TEXT)", (text,))
                        db.execute("UPDATE Images SET name = CAST(? AS TEXT)", (text,))
            return [["import-names", place.here], ["import-names", file]]

        yield Case("digiKam", name, make)


def tables() -> Iterator[Case]:
    """Tables of pairs, of labelled pictures, and lists of pairs as LFW has them."""
    texts = {
        "a field of 10 MB": "a,b,same\n" + "x" * 10_000_000 + ",y,yes\n",
        "an open quote": 'a,b,same\n"' + "x,y\n" * 500_000,
        "NUL": "a,b,same\nx\0y,z,yes\n",
        "many columns": ",".join(f"c{n}" for n in range(200_000)) + ",a,b\n",
        "many lines": "a,b,same\n" + "\n" * 3_000_000,
        "paths above": "a,b,same\n../outside/secret.txt,../outside/victim.jpg,yes\n",
        "devices": "a,b,same\n/dev/zero,/dev/stdin,yes\n",
        "addresses": "a,b,same\nhttp://127.0.0.1:9/x,file:///etc/passwd,yes\n",
        "no columns": "x\n",
        "labels": "path,label,session\n/dev/zero,../../x,1\n../outside/secret.txt,x,2\n",
        "LFW": "10\t300\n../../outside\t1\t2\n",
        "LFW, many": "10\t" + "9" * 5000 + "\n",
        "LFW, numbers": "1\t1\nx\t" + "9" * 5000 + "\t-1\n",
    }
    for name, text in NAMES.items():
        texts[f"naming {name}"] = f"a,b,same\n{text},{text},yes\n"
    kinds = [(name, _writes(text)) for name, text in texts.items()] + list(SPECIAL.items())
    for name, put in kinds:
        for number, words in enumerate((["verify", "--pairs"], ["evaluate", "--pairs"], ["train"])):

            def make(place: Place, put: Put = put, words: list[str] = words) -> list[list[Any]]:
                file = place.here / "x.csv"
                put(file, place)
                return [[*words, file, *(["--out", place.out] if words == ["train"] else [])]]

            yield Case(
                "tables", f"{name}, reader {number}", make, "trainer" if words == ["train"] else "kith"
            )


def _writes(text: str) -> Put:
    return lambda path, place: path.write_bytes(text.encode("utf-8", "surrogatepass"))


_PERSON = {"id": "1", "name": "Ann"}
_ASSET = {"id": "1", "originalPath": "/x/a.jpg", "originalFileName": "a.jpg", "checksum": "x"}
_FACE = {
    "person": _PERSON, "imageWidth": 64, "imageHeight": 48,
    "boundingBoxX1": 1, "boundingBoxY1": 1, "boundingBoxX2": 9, "boundingBoxY2": 9,
}  # fmt: skip
_VALUES: tuple[Any, ...] = (
    *(None, [], {}, 5, "x", True, [None], [[]], [{}]),
    *({"people": None}, {"assets": {}}, {"people": [None]}),
)


def _servers() -> Iterator[tuple[str, dict[str, Any]]]:
    """What a server of Immich says, by the end of what it is asked."""
    good = {
        "people": {"people": [_PERSON], "hasNextPage": False},
        "metadata": {"assets": {"items": [_ASSET], "nextPage": None}},
        "faces": [_FACE],
    }
    yield "as it should", good
    value: Any
    said: Any
    for value in _VALUES:
        for part in good:
            yield f"{part}: {value}", good | {part: value}
    for key in _FACE:
        for value in (None, "x", -1, 0, 1e308, 10**400, [], {}):
            yield f"a face's {key}: {str(value)[:12]}", good | {"faces": [_FACE | {key: value}]}
    for key in _ASSET:
        for value in (None, 5, [], "../outside/secret.txt", "x\0y", "/dev/zero"):
            said = {"assets": {"items": [_ASSET | {key: value}], "nextPage": None}}
            yield f"an asset's {key}: {value!r}"[:40], good | {"metadata": said}
    for value in (5, None, [], "../../etc", "x\r\nHost: y", " ", "\x1b[2J"):
        for key in _PERSON:
            people = {"people": [_PERSON | {key: value}], "hasNextPage": False}
            yield f"a person's {key}: {value!r}", good | {"people": people}
    yield "people without end", good | {"people": {"people": [_PERSON], "hasNextPage": True}}
    yield "pictures without end", good | {"metadata": {"assets": {"items": [_ASSET], "nextPage": 2}}}
    yield "deep", good | {"people": DEEP.encode()}
    yield "no JSON", good | {"people": b"\xff\xfe"}
    yield "100 MB", good | {"people": b'"' + b"x" * 100_000_000}
    yield "elsewhere", good | {"people": "file:///etc/passwd"}
    for name, text in NAMES.items():
        yield (
            f"naming {name}",
            good
            | {
                "people": {"people": [_PERSON | {"name": text}]},
                "faces": [_FACE | {"person": _PERSON | {"name": text}}],
            },
        )


class _Server(BaseHTTPRequestHandler):
    said: dict[str, Any]

    def do_GET(self) -> None:
        part = self.path.partition("?")[0].rpartition("/")[2]
        found = self.said.get(part)
        if found == "file:///etc/passwd":
            self.send_response(302)
            self.send_header("Location", found)
            self.end_headers()
            return
        data = found if isinstance(found, bytes) else json.dumps(found).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        with suppress(OSError):
            self.wfile.write(data)

    def do_POST(self) -> None:
        self.do_GET()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


def immich() -> Iterator[Case]:
    """A server that means harm. It runs in a process of its own, which ends with that of the case."""
    for name, said in _servers():

        def make(place: Place, said: dict[str, Any] = said) -> list[list[Any]]:
            _picture(place)
            server = ThreadingHTTPServer(("127.0.0.1", 0), type("Said", (_Server,), {"said": said}))
            threading.Thread(target=server.serve_forever, daemon=True).start()
            os.environ["KITH_IMMICH_KEY"] = "key"
            return [["import-names", f"http://127.0.0.1:{server.server_port}"]]

        yield Case("Immich", name, make)
