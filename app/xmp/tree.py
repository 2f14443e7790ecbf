"""XMP as a tree that knows where in the bytes each element stands: what is not edited stays byte for byte."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from app.core.errors import ImageError
from app.core.text import Text, quote, say
from trainer.pictures.header import MAX_PACKET

_MAX_DEPTH = 100
_MAX_PREFIXES = 1000
_TAG = re.compile(rb"""<(?:[^>"']|"[^"]*"|'[^']*')*>""")
_XML = {"xml": "http://www.w3.org/XML/1998/namespace"}
_PLAIN = {None, "utf-8", "utf8", "us-ascii", "ascii"}


@dataclass(slots=True, eq=False)
class Element:
    """An element, and where it stands in the bytes.

    Attributes:
        name: As `{namespace}local`.
        attributes: Their values by such names; one without a namespace by its local name.
        prefixes: Namespaces by the prefixes that stand for them here.
        start: Of its start tag.
        inner: Behind its start tag.
        closing: Of its end tag; the same as `inner` for an empty one (`<a/>`).
        end: Behind its end tag.
        children: The elements directly in it.
        text: What stands in it outside of these.
    """

    name: str
    attributes: dict[str, str]
    prefixes: Mapping[str, str]
    start: int
    inner: int
    closing: int = 0
    end: int = 0
    children: list["Element"] = field(default_factory=list)
    text: str = ""

    def child(self, name: str) -> "Element | None":
        """The first element of that name in it, or None."""
        return next((one for one in self.children if one.name == name), None)

    def below(self, name: str) -> Iterable["Element"]:
        """All elements of that name, itself and all below it."""
        if self.name == name:
            yield self
        for one in self.children:
            yield from one.below(name)


class Packet:
    """A parsed packet, and the edits that are to be made.

    Attributes:
        data: Its bytes, in UTF-8.
        root: The outermost element.
    """

    def __init__(self, data: bytes) -> None:
        """Parse it.

        Raises:
            ImageError: It is no XML, too large or too deep, or wants entities of its own.
        """
        self.data = _as_utf8(data)
        self.root: Element = _Parser(self.data).root
        self._edits: list[tuple[int, int, bytes]] = []

    def replace(self, start: int, end: int, text: str) -> None:
        """Put a text in the place of some bytes; with both the same, put it there."""
        self._edits.append((start, end, text.encode()))

    def append(self, element: Element, inside: str) -> None:
        """Put elements at the end of one."""
        if self.data[element.inner - 2 : element.inner] != b"/>":
            self.replace(element.closing, element.closing, inside)
            return
        name = re.match(rb"<([^\s/>]+)", self.data[element.start : element.inner])
        assert name is not None  # noqa: S101 - it is a start tag
        self.replace(element.inner - 2, element.inner, f">{inside}</{name[1].decode()}>")

    def set_attribute(self, element: Element, name: str, value: str) -> None:
        """Give an attribute of an element, which it has, another value."""
        space, local = name[1:].split("}")
        mine = [prefix for prefix, one in element.prefixes.items() if one == space]
        called = "|".join(re.escape(f"{prefix}:{local}") for prefix in mine).encode()
        tag = self.data[element.start : element.inner]
        found = re.search(rb"""\s(?:%b)\s*=\s*("[^"]*"|'[^']*')""" % called, tag)
        assert found is not None  # noqa: S101 - it was parsed
        start, end = found.span(1)
        self.replace(element.start + start, element.start + end, quoteattr(value))

    def edited(self) -> bytes:
        """The bytes with all edits made."""
        made, at = [], 0
        for start, end, new in sorted(self._edits, key=lambda edit: edit[:2]):
            made += [self.data[at:start], new]
            at = end
        return b"".join([*made, self.data[at:]])


def refused(why: Text) -> ImageError:
    """The error for what cannot be read as XMP."""
    return ImageError(say("its XMP cannot be read"), why=why)


def _as_utf8(data: bytes) -> bytes:
    if len(data) > MAX_PACKET:
        raise refused(say("it is too large"))
    wide = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"<\0": "utf-16-le", b"\0<": "utf-16-be"}
    try:
        plain = data.decode(wide[data[:2]]).encode() if data[:2] in wide else data
    except UnicodeDecodeError as error:
        raise refused(quote(error.reason)) from error
    return plain.rstrip(b"\0")


class _Parser:
    """Builds the tree. A document type, and with it every entity, is refused."""

    def __init__(self, data: bytes) -> None:
        self._data, self._open = data, list[Element]()
        self._texts: list[list[str]] = []
        self.root: Any = None
        parser = self._expat = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._refuse_type
        parser.XmlDeclHandler = self._check_encoding
        try:
            parser.Parse(data, True)
        except expat.ExpatError as error:
            raise refused(quote(expat.errors.messages[error.code])) from error

    def _start(self, tag: str, given: dict[str, str]) -> None:
        if len(self._open) >= _MAX_DEPTH:
            raise refused(say("it is nested too deeply"))
        above = self._open[-1].prefixes if self._open else _XML
        new = {
            name.partition(":")[2]: value
            for name, value in given.items()
            if name == "xmlns" or name.startswith("xmlns:")
        }
        prefixes = {**above, **new} if new else above
        if len(prefixes) > _MAX_PREFIXES:  # each element that adds one has them all
            raise refused(say("it is too large"))
        attributes = {
            _full(name, prefixes, attribute=True): value
            for name, value in given.items()
            if not name.startswith("xmlns")
        }
        start = self._expat.CurrentByteIndex
        found = _TAG.match(self._data, start)
        if found is None:
            raise refused(say("it is no XML"))
        made = Element(_full(tag, prefixes), attributes, prefixes, start, found.end())
        if self._open:
            self._open[-1].children.append(made)
        else:
            self.root = made
        self._open.append(made)
        self._texts.append([])

    def _end(self, _: str) -> None:
        element = self._open.pop()
        element.text = "".join(self._texts.pop())
        here = self._expat.CurrentByteIndex
        empty = self._data[element.inner - 2 : element.inner] == b"/>"
        element.closing = element.inner if empty else here
        element.end = element.inner if empty else self._data.index(b">", here) + 1

    def _text(self, text: str) -> None:
        if self._open:
            self._texts[-1].append(text)

    def _refuse_type(self, *_: Any) -> None:
        raise refused(say("it declares entities of its own"))

    def _check_encoding(self, _: str, encoding: str | None, __: int) -> None:
        if (encoding and encoding.lower()) not in _PLAIN and not (encoding or "").lower().startswith(
            "utf-16"
        ):
            raise refused(say("its encoding is {encoding}, not UTF-8", encoding=encoding or ""))


def _full(name: str, prefixes: Mapping[str, str], *, attribute: bool = False) -> str:
    """A name with its namespace; attributes without a prefix have none."""
    prefix, colon, local = name.rpartition(":")
    if attribute and not colon:
        return name
    space = prefixes.get(prefix, "")
    return f"{{{space}}}{local}" if space else name
