"""The whole of it in a world without any network, where every connection would fail."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.app.conftest import ROOT

_APART = ["unshare", "--user", "--map-root-user", "--net"]
_FLOW = """
import json, sys
from typer.testing import CliRunner

asked = []
watched = ("socket.connect", "socket.getaddrinfo")
sys.addaudithook(lambda event, given: event in watched and asked.append(event))
from app.cli.main import app

data, person, other, folder, photo = sys.argv[1:]
for words in (
    ["enroll", "Ana", person],
    ["enroll", "Bo", other],
    ["cluster", folder],
    ["identify", photo],
    ["undo"],
    ["redo"],
    ["backup"],
    ["forget", "Bo"],
    ["doctor"],
):
    ran = CliRunner().invoke(app, ["--data-dir", data, *words, "--json"], catch_exceptions=False)
    print(json.dumps([words[0], ran.exit_code, ran.stdout[-20000:]]))
print(json.dumps(["asked", asked, [line.split(":")[0].strip() for line in open("/proc/net/dev")][2:]]))
"""


def _may_part() -> bool:
    found = shutil.which("unshare")
    return (
        found is not None
        and subprocess.run([*_APART, "true"], capture_output=True, check=False).returncode == 0
    )


@pytest.mark.slow
@pytest.mark.skipif(not _may_part(), reason="the system allows no network namespace of one's own")
def test_it_all_works_without_a_network(tmp_path: Path, lfw: dict[str, list[Path]]) -> None:
    names = {"ana": lfw["Tony Blair"][:3], "bo": lfw["Colin Powell"][:3]}
    names["folder"] = lfw["Tony Blair"][3:5] + lfw["Colin Powell"][3:5]
    for name, photos in names.items():
        (tmp_path / name).mkdir()
        for photo in photos:
            shutil.copy(photo, tmp_path / name)
    paths = [tmp_path / "data", *(tmp_path / name for name in names), lfw["Tony Blair"][5]]
    command = [*_APART, sys.executable, "-c", _FLOW, *map(str, paths)]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | {"HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    *told, (_, asked, interfaces) = [json.loads(line) for line in done.stdout.splitlines()]
    assert {command: code for command, code, _ in told if code} == {}, done.stdout
    images = json.loads(told[3][2])["images"]
    assert images[0]["faces"][0]["name"] == "Ana"
    assert asked == []
    assert interfaces == ["lo"]
