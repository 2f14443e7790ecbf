"""LFW's protocol: ten folds of pairs; each fold's accuracy at the threshold that suits the other nine.

Huang et al., "Labeled Faces in the Wild" (2007), view 2, as its `pairs.txt` lays it out.
"""

import unicodedata
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from trainer.arrays import FlagArray, FloatArray, IntArray
from trainer.errors import DataError
from trainer.plain_files import read_list
from trainer.text import quote, say


@dataclass(frozen=True, slots=True)
class Pair:
    """Two pictures to compare.

    Attributes:
        left: Name and number of one, as in `Tony_Blair/Tony_Blair_0001.jpg`.
        right: Those of the other.
        same: Whether both are of one person.
        fold: From 0.
    """

    left: tuple[str, int]
    right: tuple[str, int]
    same: bool
    fold: int


@dataclass(frozen=True, slots=True)
class FoldedAccuracy:
    """Result of the protocol.

    Attributes:
        accuracy: Mean over the folds.
        error: Standard error of that mean.
        folds: Accuracy of each fold.
        thresholds: Similarity chosen for each fold on the others.
    """

    accuracy: float
    error: float
    folds: tuple[float, ...]
    thresholds: tuple[float, ...]


def read_pairs(file: Path) -> list[Pair]:
    """Read LFW's `pairs.txt`: folds and pairs a kind, then per fold the genuine and the impostor pairs.

    What is parted by tabs, as LFW's file is, may hold spaces.

    Raises:
        DataError: The file is missing or not of that form.
    """
    try:
        text = unicodedata.normalize("NFC", read_list(file))
        lines = [_words(line) for line in text.splitlines() if line.strip()]
        head = [int(word) for word in lines[0]]
        folds, count = head if len(head) == 2 else (1, head[0])
        if len(lines) != 1 + 2 * folds * count:
            raise DataError(
                say("{file} cannot be used", file=file),
                why=say("it announces {count} pairs", count=2 * folds * count),
            )
        return [_pair(words, row // (2 * count)) for row, words in enumerate(lines[1:])]
    except OSError as error:
        raise DataError(say("{file} cannot be used", file=file), why=quote(error)) from error
    except (UnicodeDecodeError, ValueError, IndexError) as error:
        raise DataError(
            say("{file} cannot be used", file=file),
            why=say("it is no list of LFW pairs ({error})", error=str(error)),
        ) from error


def _words(line: str) -> list[str]:
    return [word.strip() for word in line.strip().split("\t")] if "\t" in line.strip() else line.split()


def _pair(words: list[str], fold: int) -> Pair:
    if len(words) == 3:
        name, left, right = words
        return Pair((name, int(left)), (name, int(right)), same=True, fold=fold)
    first, left, second, right = words
    return Pair((first, int(left)), (second, int(right)), same=False, fold=fold)


def folded_accuracy(scores: FloatArray, same: FlagArray, folds: IntArray) -> FoldedAccuracy:
    """Accuracy of each fold at the threshold that is best on the others.

    Args:
        scores: Similarity of each pair (N,).
        same: Whether it is genuine (N,).
        folds: Its fold (N,).

    Raises:
        DataError: Fewer than two folds.
    """
    numbers = np.unique(folds)
    if len(numbers) < 2:
        raise DataError(say("The pairs cannot be folded"), why=say("there is a single fold"))
    accuracies, thresholds = [], []
    for number in numbers:
        held = folds == number
        threshold = best_threshold(scores[~held], same[~held])
        accuracies.append(float(((scores[held] >= threshold) == same[held]).mean()))
        thresholds.append(threshold)
    error = float(np.std(accuracies, ddof=1) / np.sqrt(len(accuracies)))
    return FoldedAccuracy(float(np.mean(accuracies)), error, tuple(accuracies), tuple(thresholds))


def best_threshold(scores: FloatArray, same: FlagArray) -> float:
    """The similarity from which on calling a pair genuine is right most often."""
    order = np.argsort(-scores, kind="stable")
    ranked, genuine = scores[order], same[order].astype(np.int64)
    right = np.append(0, np.cumsum(2 * genuine - 1))  # gained by accepting the first 0, 1, ... N pairs
    ends = np.append(np.diff(ranked) != 0, True)  # ties stand or fall together
    right[1:][~ends] = -len(scores) - 1
    accepted = int(right.argmax())
    if accepted == 0:
        return float(np.nextafter(ranked[0], np.inf))
    if accepted == len(ranked):
        return float(ranked[-1])
    return float((ranked[accepted - 1] + ranked[accepted]) / 2)
