"""What kind of picture a file is: by its first bytes, and by its name where those do not tell."""

import re
from pathlib import Path

HEAD = 64
"""Bytes at a file's start that tell what it is."""
JPEG_START = b"\xff\xd8\xff"

_SIGNATURES = {
    kind: re.compile(pattern, re.DOTALL)
    for kind, pattern in {
        "JPEG": JPEG_START,
        "PNG": rb"\x89PNG\r\n\x1a\n",
        "GIF": rb"GIF8[79]a",
        "WebP": rb"RIFF.{4}WEBP",
        "BMP": rb"BM.{4}\0{4}",
        "PGM": rb"P[1-6f]\s+[\d#]",
        "raw": rb".{4}ftypcrx |FUJIFILMCCD-RAW|II(RO|RS|U\0)|(II\*\0|MM\0\*).{4}CR",
        "TIFF": rb"II[*+]\0|MM\0[*+]",
        "AVIF": rb".{4}ftyp(avi[fs]|(mif1|msf1).*avi[fs])",
        "HEIC": rb".{4}ftyp(hei[cxmsv]|hev[cxms]|mif1|msf1)",
        "JPEG XL": rb"\0\0\0\x0cJXL ",
        "JPEG 2000": rb"\0\0\0\x0cjP  ",
        "Photoshop": rb"8BPS",
        "video": rb".{4}(ftyp(?!M4[AB])|moov|mdat)|RIFF.{4}AVI |\x1aE\xdf\xa3|\0\0\x01\xba|FLV\x01",
    }.items()
}
_SUFFIXES = {
    "JPEG": {".jpg", ".jpeg", ".jpe", ".jfif", ".pjpeg", ".pjp", ".mpo"},
    "PNG": {".png"},
    "GIF": {".gif"},
    "WebP": {".webp"},
    "BMP": {".bmp", ".dib"},
    "PGM": {".pgm", ".ppm", ".pnm", ".pbm"},
    "TIFF": {".tif", ".tiff"},
    "AVIF": {".avif"},
    "HEIC": {".heic", ".heif", ".hif"},
    "JPEG XL": {".jxl"},
    "JPEG 2000": {".jp2", ".j2k"},
    "Photoshop": {".psd"},
    "raw": {
        ".dng",
        ".nef",
        ".nrw",
        ".cr2",
        ".cr3",
        ".arw",
        ".sr2",
        ".orf",
        ".rw2",
        ".rwl",
        ".raf",
        ".pef",
        ".srw",
        ".3fr",
        ".erf",
        ".iiq",
        ".kdc",
        ".mrw",
    },
    "video": {
        ".mp4",
        ".m4v",
        ".mov",
        ".avi",
        ".mkv",
        ".webm",
        ".mpg",
        ".mpeg",
        ".wmv",
        ".flv",
        ".3gp",
        ".ts",
        ".mts",
        ".m2ts",
    },
    "sidecar": {".xmp"},
}
_BY_SUFFIX = {suffix: kind for kind, suffixes in _SUFFIXES.items() for suffix in suffixes}
PICTURES = frozenset(_SUFFIXES.keys() - {"video", "sidecar"})
"""The kinds that are pictures, whether they can be read or not."""
_OTHER_SIGNATURES = {
    kind: re.compile(pattern, re.DOTALL)
    for kind, pattern in {
        "audio": rb"ID3|\xff[\xfb\xf3\xf2]|fLaC|OggS|RIFF.{4}WAVE|FORM.{4}AIF|.{4}ftypM4[AB]",
        "document": rb"%PDF|\xd0\xcf\x11\xe0|PK\x03\x04.{26}(mimetypeapp|\[Content_Types\]|_rels/)",
        "archive": rb"PK\x03\x04|Rar!|7z\xbc\xaf|\x1f\x8b|BZh|\xfd7zXZ",
        "text": rb"(\xef\xbb\xbf)?[\x09\x0a\x0c\x0d\x20-\x7e\x80-\xff]+$",
    }.items()
}
"""Of files that are no pictures; the last needs all of the bytes."""


def by_name(path: Path) -> str | None:
    """The kind that a suffix claims: one of pictures, "video", "sidecar", or None. Nothing is opened."""
    return _BY_SUFFIX.get(path.suffix.lower())


def of_other(head: bytes) -> str:
    """What a file is that is no picture: "audio", "document", "archive", "text" or "unknown"."""
    matching = (kind for kind, signature in _OTHER_SIGNATURES.items() if signature.match(head))
    return next(matching, "unknown")


def by_content(head: bytes) -> str | None:
    """The kind that a file's first `HEAD` bytes tell: one of pictures, "video", or None."""
    return next((kind for kind, signature in _SIGNATURES.items() if signature.match(head)), None)
