"""Figures and the bounds that they must keep."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Gate:
    """One figure and the bound that it must keep, from below or, with `at_most`, from above."""

    what: str
    found: float
    bound: float
    at_most: bool = False

    @property
    def kept(self) -> bool:
        """Whether it does."""
        return self.found <= self.bound if self.at_most else self.found >= self.bound

    def __str__(self) -> str:
        sign = "<=" if self.at_most else ">="
        return f"{'ok' if self.kept else 'NO':3}{self.what:58}{self.found:10.4f}   {sign} {self.bound:g}"


def report(parts: Iterable[Iterable[Gate]]) -> bool:
    """Print each gate as it is measured, and say whether all are kept."""
    kept = True
    for part in parts:
        for gate in part:
            print(gate, flush=True)
            kept &= gate.kept
    return kept
