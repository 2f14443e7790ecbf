"""Inputs that mean harm, each given to the real command in a sandbox that sees what it does.

    python -m tests.bench.measure_hostile [--only KIND ...] [--every N] [--verbose]

Networks, galleries, libraries, archives, settings, what other programs left, names and paths. Nothing of it
may run anything (a canary file tells), write elsewhere, read what nobody named, connect to another computer,
take more than 3 GB or a minute of processor time, end otherwise than documented, or end without a reason.
"""

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from tests.bench.gates import Gate, report
from tests.bench.harness import machine
from tests.bench.hostile import archives, galleries, models, others, own
from tests.bench.hostile.sandbox import Case, Sandbox, prepare


def corpora() -> Iterator[Case]:
    """All cases there are."""
    return chain(
        models.pickles(),
        models.onnx_files(),
        models.checkpoints(),
        models.places(),
        galleries.own(),
        galleries.copies(),
        galleries.libraries(),
        archives.cases(),
        others.sidecars(),
        others.picasa(),
        others.digikam(),
        others.tables(),
        others.immich(),
        own.names(),
        own.paths(),
        own.settings(),
        own.encryption(),
        own.folders(),
    )


def _measured(cases: list[Case], *, verbose: bool) -> Iterator[Gate]:
    ends: Counter[tuple[str, int]] = Counter()
    faults: Counter[str] = Counter()
    given: Counter[str] = Counter()
    slowest = largest = (0.0, "")
    with tempfile.TemporaryDirectory() as scratch:
        sandbox = Sandbox(Path(scratch))
        for case in cases:
            given[case.kind] += 1
            for number, outcome in enumerate(sandbox.run(case)):
                ends[case.kind, outcome.code] += 1
                called = f"{case.kind}: {case.name} ({number})"
                slowest = max(slowest, (outcome.seconds, called))
                largest = max(largest, (float(outcome.megabytes), called))
                for fault in outcome.faults:
                    faults[fault.split(":")[0][:30]] += 1
                    print(f"  {called}: {fault}", flush=True)
                if verbose:
                    print(f"{called}: {outcome.code} {outcome.said[-300:]}", flush=True)
    for kind, count in given.items():
        codes = {code: n for (one, code), n in sorted(ends.items()) if one == kind}
        print(f"{kind:12} {count:5} inputs, {sum(codes.values()):5} commands, by exit code {codes}")
    print(f"slowest: {slowest[0]:.1f} s of processor time ({slowest[1]})")
    print(f"largest: {largest[0]:.0f} MB ({largest[1]})")
    for fault, count in faults.most_common():
        print(f"  {count:6} {fault}")
    yield Gate(f"faults in {ends.total()} commands", faults.total(), 0, at_most=True)


def main() -> int:
    """Give all inputs, or those asked for."""
    parser = argparse.ArgumentParser(description="Inputs that mean harm")
    parser.add_argument("--only", nargs="+", default=[])
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--verbose", action="store_true")
    asked = parser.parse_args()
    print(machine())
    cases = [case for case in corpora() if not asked.only or case.kind in asked.only][:: asked.every]
    prepare()
    return 0 if report([_measured(cases, verbose=asked.verbose)]) else 1


if __name__ == "__main__":
    sys.exit(main())
