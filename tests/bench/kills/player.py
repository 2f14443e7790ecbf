"""Plays a job on a copy of a prepared data folder, kills it, restarts, and judges what is there."""

import json
import os
import re
import shutil
import tempfile
import time
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from typing import Any, Self

from app.gallery import encrypting
from app.gallery.database import Database
from app.keys import key, unlocking
from app.keys.key import Key
from tests.bench.kills import forks, jobs, told
from tests.bench.kills.forks import Ended, Heard
from tests.bench.kills.jobs import JOBS, LIBRARY, NEW, OLD, OLDER, PLAIN, SAVED, Job, Place
from tests.bench.kills.restart import Found, restart
from tests.bench.kills.told import Told

_LARGE = 4_000_000
"""Bytes from which a file is linked rather than copied: no job changes it."""


_DOCTOR = 0.15
"""How often `doctor` loads the networks, too, after a job that leaves models alone."""


@dataclass(frozen=True, slots=True)
class Course:
    """How a job goes when nobody kills it.

    Attributes:
        states: What the gallery says before it and after each commit.
        saved: Which of these stands as each part is acknowledged.
        seconds: From its beginning to its end.
    """

    states: list[Told]
    saved: list[int]
    seconds: float


@dataclass(slots=True)
class Kill:
    """One kill and what came of it.

    Attributes:
        job: Its name.
        encrypted: Whether the gallery was, before.
        acknowledged: Whether the user had been told that all is saved.
        found: By the restart.
        left: What was left for `doctor --repair`, without what is random in its name.
        faults: What is not as it should be.
    """

    job: str
    encrypted: bool
    acknowledged: bool
    found: Found = field(default_factory=Found)
    left: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @classmethod
    def read(cls, told: dict[str, Any]) -> Self:
        """From what `asdict` made of one."""
        return cls(**told | {"found": Found(**told["found"])})


class Player:
    """Plays one job at a time."""

    def __init__(self, scratch: Path) -> None:
        """Prepare the data folders that jobs begin with, in a folder of its own."""
        forks.prepare()
        os.environ["KITH_CACHE_DIR"] = str(scratch / "cache")
        os.environ["TMPDIR"] = tempfile.tempdir = str(scratch / "temporary")
        self._scratch, self._bases = scratch, scratch / "bases"
        self._fresh = unlocking.made(OLD)
        key.hold(self._fresh.header.id, self._fresh.key)
        self._place = Place(scratch / "played", scratch / "album", scratch / "secrets", scratch / "out")
        for path in (self._bases, self._place.secrets, Path(tempfile.gettempdir())):
            path.mkdir(mode=0o700)
        for name, secret in (("OLD", OLD), ("NEW", NEW)):
            (self._place.secrets / name).write_text(secret)
        self._prepare()
        self._needles = told.needles(self._bases / "known")
        self._courses: dict[str, Course] = {}

    def _prepare(self) -> None:
        self._must(jobs.make, "known")
        for name, work in (
            ("read", JOBS["import"].do),
            ("trained", jobs.train),
            ("old", jobs.age),
            ("sealed", _add_network),
        ):
            self._copied("known", self._bases / name)
            self._must(work, name)
        for name in ("known", "read", "trained", "sealed"):
            (self._bases / name / "window.ini").unlink()  # nothing but the window seals it, once it is open
            target = "locked" if name == "sealed" else f"{name}-encrypted"
            shutil.copytree(self._bases / name, self._bases / target)
            self._must(lambda place: encrypting.change(place.data, self._fresh), target)
        jobs.watch(self._bases / "known")

    def beside(self, number: int) -> "Player":
        """One that plays at the same time, in a process of its own, on the same prepared folders."""
        other = copy(self)
        other._scratch = self._scratch / f"beside-{number}"
        other._scratch.mkdir()
        other._place = replace(self._place, data=other._scratch / "played", out=other._scratch / "out")
        return other

    def course(self, name: str) -> Course:
        """How a job goes, which is played the first time that is asked."""
        known = self._courses.get(name)
        if known is None:
            self._lay_out(name, encrypted=False)
            file = self._scratch / "course.json"
            held = self._fresh.key if JOBS[name].base == "locked" else None
            self._succeeds(forks.fork(lambda: _record(JOBS[name], self._place, held, file), self._scratch))
            known = self._courses[name] = Course(*json.loads(file.read_text()))
        return known

    def kill(self, name: str, rng: Random, *, encrypted: bool, after: bool, again: bool) -> Kill | None:
        """Kill a job at a random moment, restart, and look; None where it had ended before.

        Args:
            name: The job.
            rng: Draws the moment.
            encrypted: Whether the gallery is.
            after: Whether it is killed once it has acknowledged all, rather than at any moment until then.
            again: Whether the job is then done again.
        """
        course, job = self.course(name), JOBS[name]
        self._lay_out(name, encrypted=encrypted)
        if rng.random() < 0.5:
            (self._place.out / LIBRARY).write_bytes(OLDER)
        moment = rng.uniform(0, course.seconds)
        if after:
            moment = rng.choice((0.0, rng.uniform(0, 0.003), rng.uniform(0, 0.03)))

        def strike(child: int, heard: Heard) -> None:
            if after:
                heard.until(lambda said: _is_done(job, said))
            time.sleep(moment)
            forks.kill(child)

        ended = self._play(name, replace(self._place, lingers=rng.random() < 0.5), strike)
        if ended.code >= 0:
            self._succeeds(ended)
            return None
        kill = Kill(name, encrypted, _is_done(job, ended.said))
        if ended.orphans:
            kill.faults.append(f"{ended.orphans} processes outlive it")
        if name == "forget" and kill.acknowledged:
            kill.faults += [f"traces at once in {one}" for one in told.hits(self._place.data, self._needles)]
        networks = name in ("retrain", "switch") or rng.random() < _DOCTOR
        self._restart(kill, ended.said, goes_on=rng.random() < 0.5, networks=networks)
        kill.faults += self._outside(kill)
        if again and not kill.faults:
            self._do_again(kill, course)
        return kill

    def _outside(self, kill: Kill) -> list[str]:
        """What is not as it should be outside the data folder, once it was restarted."""
        temporary = told.hits(Path(tempfile.gettempdir()), self._needles)
        wrong = [f"traces among what is temporary: {one}" for one in temporary]
        wrong += [f"left beside the export: {one.name}" for one in told.beside(self._place.out)]
        library = told.exported(self._place.out, self._needles)
        allowed = {"", "older", "whole"} if kill.job == "export" else {"", "older"}
        if kill.job == "export" and kill.acknowledged:
            allowed = {"whole"}
        return [*wrong, *([] if library in allowed else [f"what was exported is {library}"])]

    def _restart(self, kill: Kill, said: str, *, goes_on: bool, networks: bool) -> None:
        job, file = JOBS[kill.job], self._scratch / "found.json"
        file.unlink(missing_ok=True)
        secrets: tuple[str, ...] = (self._fresh.code,)
        if job.keys is not None:
            secrets = (NEW, OLD) if kill.acknowledged else (OLD, NEW)
        data, needles = self._place.data, self._needles
        ended = forks.fork(
            lambda: restart(data, secrets, needles, goes_on=goes_on, networks=networks, file=file),
            self._scratch,
        )
        if ended.code or not file.is_file():
            kill.faults.append(f"no restart: {ended.complained[-800:]}")
            return
        kill.found = found = Found(**json.loads(file.read_text()))
        kill.left = sorted(
            {
                re.sub(r"(?<=-)\w{8}(?=$|/)|(?<=-)[\da-f]{16}(?=\.part)|\d{4,}\w*(-\w+)?", "*", one)
                for one in found.left
            }
        )
        parts = said.count(f"{SAVED}\n")
        course = self.course(kill.job)
        kill.faults += [*found.faults, *amiss(job, kill, course, parts, goes_on=goes_on)]

    def _do_again(self, kill: Kill, course: Course) -> None:
        job = JOBS[kill.job]
        done = kill.found.state == course.states[-1] if job.keys is None else kill.found.opens == job.keys[1]
        if done and not job.again:
            return
        ended = self._play(kill.job, self._place)
        if ended.code or not _is_done(job, ended.said):
            kill.faults.append(f"again: ended with {ended.code}: {ended.complained[-800:]}")
        elif kill.job == "export":
            kill.faults += [f"again: {one}" for one in self._outside(replace(kill, acknowledged=True))]

    def _play(self, name: str, place: Place, strike: forks.Strike | None = None) -> Ended:
        def work() -> None:
            jobs.small_batches()
            JOBS[name].do(place)

        return forks.fork(work, self._scratch, strike)

    def _lay_out(self, name: str, *, encrypted: bool) -> None:
        base = JOBS[name].base
        self._copied(f"{base}-encrypted" if encrypted else base, self._place.data)
        shutil.rmtree(self._place.out, ignore_errors=True)
        self._place.out.mkdir()

    def _copied(self, base: str, target: Path) -> None:
        shutil.rmtree(target, ignore_errors=True)

        def put(source: str, to: str) -> None:
            if Path(source).stat().st_size > _LARGE:
                os.link(source, to)
            else:
                shutil.copy2(source, to)

        shutil.copytree(self._bases / base, target, copy_function=put)

    def _must(self, work: Callable[[Place], object], base: str) -> None:
        place = replace(self._place, data=self._bases / base)
        self._succeeds(forks.fork(lambda: work(place), self._scratch))

    def _succeeds(self, ended: Ended) -> None:
        if ended.code:
            raise RuntimeError(f"ended with {ended.code}: {ended.said}\n{ended.complained}")


def _add_network(place: Place) -> None:
    place.data.joinpath(told.STAND_IN).write_bytes(Random(0).randbytes(1_000_000))


def _is_done(job: Job, said: str) -> bool:
    return any(line.startswith(job.done) for line in said.splitlines(keepends=True) if line.endswith("\n"))


def _record(job: Job, place: Place, held: Key | None, file: Path) -> None:
    """Do a job, and write down what the gallery says after each commit, and as each part is acknowledged."""
    jobs.small_batches()
    states: list[Told] = [] if job.base == "old" else [told.told(place.data, held)]
    saved: list[int] = []
    commit, looked = Database._commit, 0.0

    def watched(db: Database, session: Any) -> None:
        nonlocal looked
        commit(db, session)
        before = time.monotonic()
        if db.folder == place.data:
            states.append(told.told(place.data, db.key))
        looked += time.monotonic() - before

    def tell(_: Place, what: str = jobs.DONE) -> None:
        if what == SAVED:
            saved.append(len(states) - 1)

    setattr(Database, "_commit", watched)  # noqa: B010 - so that types may differ
    setattr(Place, "tell", tell)  # noqa: B010
    start = time.monotonic()
    job.do(place)
    seconds = time.monotonic() - start - looked
    if job.keys is None:
        states.append(told.told(place.data, held))
    file.write_text(json.dumps([states, saved, seconds]))


def amiss(job: Job, kill: Kill, course: Course, parts: int, *, goes_on: bool) -> list[str]:
    """What is not as it was acknowledged, or half.

    Args:
        job: The job.
        kill: What the restart found.
        course: How the job goes.
        parts: How many parts of it were acknowledged.
        goes_on: Whether a change of the key was to be gone on with.
    """
    found, last, wrong = kill.found, len(course.states) - 1, []
    places = [place for place, state in enumerate(course.states) if state == found.state]
    least = last if kill.acknowledged else max([0, *course.saved[:parts]])
    if not places:
        nearest = min(course.states, key=lambda one: len(_differing(one, found.state)))
        wrong.append(f"between: {', '.join(_differing(nearest, found.state))}")
    elif places[-1] < least:
        wrong.append(f"lost: {places[-1]} of {least} commits")
    elif job.finishes and places[-1] not in (0, last):
        wrong.append("not finished by the restart")
    if job.keys is not None:
        wrong += _wrong_key(job.keys, kill, goes_on=goes_on)
    forgotten = kill.job == "forget" and places[-1:] == [last]
    if found.traces and (forgotten or found.opens != PLAIN):
        wrong.append(f"traces in {', '.join(found.traces)}")
    return wrong


def _differing(one: Told, other: Told) -> list[str]:
    return [name for name in sorted(one.keys() | other.keys()) if one.get(name) != other.get(name)]


def _wrong_key(keys: tuple[str, str], kill: Kill, *, goes_on: bool) -> list[str]:
    before, after = keys
    found = kill.found
    wanted = {after} if kill.acknowledged or (found.broken and goes_on) else {before, after}
    return [] if found.opens in wanted else [f"opened by {found.opens!r}, not by {wanted}"]
