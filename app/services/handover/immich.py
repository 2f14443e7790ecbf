"""People named in Immich, asked of its server: who is on which photo, and where."""

import hashlib
import json
from base64 import b64encode
from collections import defaultdict
from collections.abc import Callable, Iterator
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import quote as quoted
from urllib.request import HTTPRedirectHandler, Request, build_opener

from app.core.errors import UsageError
from app.core.text import Text, quote, say
from app.domain.box import Box
from app.domain.region import Region
from app.services.handover.foreign import NamedPicture

_SECONDS = 30
_MOST_BYTES = 64_000_000
_MOST = 1_000_000
"""People, or pictures of one, that a server may tell of."""
_PAGE = 500

Places = Callable[[str], list[Path]]
"""Gives the photos of the gallery that are called so."""


class _Stay(HTTPRedirectHandler):
    """The key goes to the address that was given, and to no other."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        """Follow none."""


class Immich:
    """A server of Immich.

    Args:
        address: Such as `http://photos.local:2283`.
        key: A key for its API, which may read people, faces and assets.
    """

    def __init__(self, address: str, key: str) -> None:
        self._address, self._key = address.rstrip("/").removesuffix("/api"), key
        self._open = build_opener(_Stay).open

    def pictures(self, places: Places) -> Iterator[NamedPicture]:
        """The photos on which it knows somebody; places are fractions of the upright photo.

        A photo is the one of the gallery that has the same name and the same bytes.

        Args:
            places: Where the gallery has photos of a name.

        Raises:
            UsageError: The server does not answer, refuses, or says what no Immich says.
        """
        try:
            yield from self._pictures(places)
        except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
            raise self._failed(quote(f"{type(error).__name__}: {error}"[:200])) from error

    def _pictures(self, places: Places) -> Iterator[NamedPicture]:
        assets: dict[str, dict[str, Any]] = {}
        for person in self._people():
            assets |= {one["id"]: one for one in self._assets(person["id"])}
        for asset in assets.values():
            people = self._faces(asset["id"])
            path = _same(asset, places) or Path(asset["originalPath"])
            yield NamedPicture(path, people)

    def _people(self) -> Iterator[dict[str, Any]]:
        page, more, seen = 1, True, set[str]()
        while more:
            found = self._ask(f"people?withHidden=false&page={page}&size={_PAGE}")
            yield from (one for one in found["people"] if one["name"].strip())
            page, more = page + 1, bool(found.get("hasNextPage")) and _go_on(found["people"], seen)

    def _assets(self, person: str) -> Iterator[dict[str, Any]]:
        page: int | None = 1
        seen = set[str]()
        while page is not None:
            wanted = {"personIds": [person], "page": page, "size": _PAGE, "type": "IMAGE"}
            found = self._ask("search/metadata", wanted)["assets"]
            yield from found["items"]
            page = int(found["nextPage"]) if found.get("nextPage") and _go_on(found["items"], seen) else None

    def _faces(self, asset: str) -> tuple[Region, ...]:
        regions: defaultdict[str, list[Region]] = defaultdict(list)
        for face in self._ask(f"faces?id={quoted(asset)}"):
            name = ((face.get("person") or {}).get("name") or "").strip()
            across, down = face["imageWidth"], face["imageHeight"]
            if name and across > 0 and down > 0:
                left, top = face["boundingBoxX1"], face["boundingBoxY1"]
                wide, high = face["boundingBoxX2"] - left, face["boundingBoxY2"] - top
                area = Box(left / across, top / down, wide / across, high / down)
                regions[name].append(Region(name, area))
        return tuple(region for some in regions.values() for region in some)

    def _ask(self, what: str, body: dict[str, Any] | None = None) -> Any:
        """One answer of the server.

        Raises:
            UsageError: There is none that makes sense.
        """
        headers = {"x-api-key": self._key, "Accept": "application/json"}
        data = None if body is None else json.dumps(body).encode()
        if data is not None:
            headers["Content-Type"] = "application/json"
        asked = Request(f"{self._address}/api/{what}", data, headers)  # noqa: S310 - the user's own address
        try:
            with self._open(asked, timeout=_SECONDS) as answer:
                return json.loads(answer.read(_MOST_BYTES))
        except (URLError, OSError, ValueError, RecursionError, HTTPException) as error:
            raise self._failed(quote(getattr(error, "reason", None) or error)) from error

    def _failed(self, why: Text) -> UsageError:
        return UsageError(
            say("Immich does not answer at {address}", address=self._address),
            why=why,
            remedy=say("Check the address, and that the key may read people, faces and assets"),
        )


def _go_on(page: list[dict[str, Any]], seen: set[str]) -> bool:
    """Whether a page says anything new: a server must not keep us for ever."""
    before = len(seen)
    seen.update(one["id"] for one in page)
    return before < len(seen) < _MOST


def _same(asset: dict[str, Any], places: Places) -> Path | None:
    """The photo of the gallery that an asset is: its checksum is the SHA-1 of the file, in base64."""
    for path in places(asset["originalFileName"]):
        try:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha1").digest()
        except OSError:
            continue
        if b64encode(digest).decode() == asset["checksum"]:
            return path
    return None
