"""The hardest pairs of a data set as one picture: alike who are two, and unlike who are one."""

from collections.abc import Sequence
from contextlib import suppress

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from trainer.arrays import FloatArray
from trainer.data.files import Files
from trainer.language import shown
from trainer.metrics import hardest_pairs
from trainer.text import Number, Text, plain, say

_TILE, _GAP, _LINE = 112, 12, 16
_PAIR = (2 * _TILE + _GAP, _TILE + 3 * _LINE + _GAP)
_ACROSS = 3
"""Pairs side by side, of each kind."""

_FONTS = ("DejaVuSans.ttf", "Arial.ttf", "Helvetica.ttc")
"""Fonts of systems that know more letters than the one that Pillow carries, which has no capital umlauts."""

_Font = ImageFont.FreeTypeFont | ImageFont.ImageFont
HardPairs = Sequence[tuple[int, int, float]]


def pairs_sheet(embeddings: FloatArray, files: Files, count: int = 24) -> Image.Image:
    """The hardest genuine pairs on the left and the hardest impostor pairs on the right.

    Args:
        embeddings: (N, D).
        files: The pictures (N).
        count: Most pairs of a kind.

    Raises:
        PictureError: A file has become unreadable since it was listed.
    """
    genuine, impostor = hardest_pairs(embeddings, files.labels, count)
    rows = -(-max(len(genuine), len(impostor), 1) // _ACROSS)
    half = _ACROSS * _PAIR[0] + 2 * _GAP
    sheet = Image.new("RGB", (2 * half, 2 * _LINE + _GAP + rows * _PAIR[1]), "white")
    _column(sheet, 0, say("Of one identity, and least alike"), genuine, files)
    _column(sheet, half, say("Of two identities, and most alike"), impostor, files)
    return sheet


def _column(sheet: Image.Image, left: int, title: Text, pairs: HardPairs, files: Files) -> None:
    draw, font = ImageDraw.Draw(sheet), _font(12)
    draw.text((left + _GAP, _GAP // 2), shown(title), "black", _font(14))
    for place, (a, b, score) in enumerate(pairs):
        down, across = divmod(place, _ACROSS)
        x, y = left + _GAP + across * _PAIR[0], 2 * _LINE + down * _PAIR[1]
        for side, row in enumerate((a, b)):
            crop = Image.fromarray(files.crops(np.array([row]))[0].numpy()).resize((_TILE, _TILE))
            sheet.paste(crop, (x + side * _TILE, y))
            item = files.items[row]
            for line, words in enumerate((item.name, item.path.stem), 1):
                below = (x + side * _TILE, y + _TILE + line * _LINE)
                draw.text(below, _shortened(plain(words), font), "#555555", font)
        draw.text((x, y + _TILE), shown(say("similarity {value}", value=Number(score, 3))), "black", font)


def _font(size: int) -> _Font:
    for name in _FONTS:
        with suppress(OSError):
            return ImageFont.truetype(name, size)
    return ImageFont.load_default(size)


def _shortened(words: str, font: _Font) -> str:
    """As much of some words as fits below a picture: their end, where files of one name differ."""
    if font.getlength(words) <= _TILE - 4:
        return words
    while words and font.getlength("…" + words) > _TILE - 4:
        words = words[1:]
    return "…" + words
