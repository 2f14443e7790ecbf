"""A few of the inputs that mean harm, of each kind: the whole lot is given by hand."""

import json
import subprocess
import sys

import pytest

from tests.bench.harness import ROOT

_CHOSEN = """
import json, sys, tempfile
from pathlib import Path
from tests.bench.hostile.sandbox import Sandbox, prepare
from tests.bench.measure_hostile import corpora

wanted = json.loads(sys.argv[1])
cases = [case for case in corpora() if case.name in wanted.get(case.kind, ())]
prepare()
with tempfile.TemporaryDirectory() as folder:
    sandbox = Sandbox(Path(folder))
    for case in cases:
        for outcome in sandbox.run(case):
            print(json.dumps([case.kind, case.name, outcome.code, outcome.faults, outcome.said[-500:]]))
"""
_WANTED = {
    "pickles": ["os.system, zip, reader 2", "exec, legacy, reader 2", "subprocess, plain, reader 2"],
    "checkpoints": ["a header of 1099511627776", "a deep header", "backbone '../../x'"],
    "models": ["a pipe, reader 2"],
    "copies": ["weights above", "a label: escape codes"],
    "libraries": ["a trigger that writes", "a view that loads"],
    "archives": [
        "said '[[[[[[[[[[[['",
        "encrypted",
        "method 99",
        "also '../outside/victim.onnx'",
        "a pipe",
        "a hole of 1 TB",
    ],
    "XMP": ["a billion laughs", "a file", "many prefixes", "a pipe", "zeros without end"],
    "Picasa": ["contacts: zeros without end", "contacts: a pipe", "contacts: a billion laughs"],
    "digiKam": [
        "a view without end",
        "rectangles of dots",
        "sizes of text",
        "a root of brackets",
    ],
    "tables": ["a pipe, reader 0", "zeros without end, reader 2"],
    "Immich": ["people: []", "people without end", "deep"],
}


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="forks, and looks into /proc")
def test_what_means_harm_runs_nothing_writes_nothing_elsewhere_and_is_refused_with_a_reason() -> None:
    command = [sys.executable, "-c", _CHOSEN, json.dumps(_WANTED)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=300)
    found = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("[")]
    given = {(kind, name) for kind, name, *_ in found}
    assert given == {(kind, name) for kind, names in _WANTED.items() for name in names}
    assert [one for one in found if one[3]] == []
