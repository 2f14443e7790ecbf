"""Every command's JSON, exit code and text, as the README and `kith --help` promise them."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from app.services.workspace import Workspace

Kith = Callable[..., Any]
Process = Callable[..., Any]
_FACE = {
    "box",
    "detection",
    "quality",
    "name",
    "state",
    "recognisable",
    "in_common",
    "similarity",
    "candidates",
}
_MODEL = {"name", "id", "backbone", "dimension", "active", "licence", "preprocessing", "metrics"}


def _is_box(box: Any) -> bool:
    return len(box) == 4 and all(type(value) is int for value in box) and min(box[2:]) > 0


@pytest.mark.slow
def test_enroll(kith: Kith, lfw: dict[str, list[Path]], tmp_path: Path) -> None:
    ran = kith("enroll", "Tony Blair", *lfw["Tony Blair"][:2], tmp_path / "gone.jpg", "--json")
    assert ran.code == 1
    assert ran.document.keys() == {"person", "accepted", "rejected"}
    assert (ran.document["person"], ran.document["accepted"]) == ("Tony Blair", 2)
    (rejected,) = ran.document["rejected"]
    assert rejected.keys() == {"path", "reason", "code", "values"}
    assert rejected["path"] == str(tmp_path / "gone.jpg")


@pytest.mark.slow
def test_import_people(kith: Kith, five_each: Path) -> None:
    ran = kith("import-people", five_each, "--json")
    assert ran.code == 0
    assert ran.document.keys() == {"people"}
    assert len(ran.document["people"]) == 10
    for person in ran.document["people"]:
        assert person.keys() == {"person", "accepted", "rejected"}
        assert (person["accepted"], person["rejected"]) == (5, [])
    again = kith("import-people", five_each, "--json")  # nothing is enrolled twice
    assert again.document == ran.document
    assert {person["faces"] for person in kith("people", "--json").document["people"]} == {5}


def test_identify(kith: Kith, known: Path, lfw: dict[str, list[Path]], faces: Path) -> None:
    ran = kith("identify", lfw["Hugo Chavez"][6], faces / "group.jpg", "--json")
    assert ran.code == 0
    assert ran.document.keys() == {"images"}
    one, group = ran.document["images"]
    assert one.keys() == group.keys() == {"path", "faces"}
    assert len(group["faces"]) == 6
    for face in one["faces"] + group["faces"]:
        assert face.keys() == _FACE
        assert _is_box(face["box"])
        assert 0 < face["detection"] <= 1
        assert 0 <= face["quality"] <= 1
        assert face["state"] in {"name", "unsure", "unknown"}
        assert (face["name"] is not None) == (face["state"] == "name")
        assert all(candidate.keys() == {"name", "similarity"} for candidate in face["candidates"])
    best = one["faces"][0]
    assert best["name"] == best["candidates"][0]["name"] == "Hugo Chavez"
    assert best["similarity"] == best["candidates"][0]["similarity"]


def test_identify_with_nobody_enrolled(kith: Kith, lfw: dict[str, list[Path]]) -> None:
    (image,) = kith("identify", lfw["Hugo Chavez"][6], "--json").document["images"]
    face = image["faces"][0]
    assert (face["name"], face["state"], face["similarity"], face["candidates"]) == (
        None,
        "unknown",
        None,
        [],
    )


def test_a_looser_rate_names_no_fewer(kith: Kith, known: Path, lfw: dict[str, list[Path]]) -> None:
    probes = [photos[7] for photos in lfw.values()]
    counts = []
    for rate in ("1e-5", "1e-3", "1e-1"):
        images = kith("identify", *probes, f"--false-accepts={rate}", "--json").document["images"]
        counts.append(sum(image["faces"][0]["name"] is not None for image in images))
    assert counts == sorted(counts)


@pytest.mark.slow
def test_verify(kith: Kith, lfw: dict[str, list[Path]], tmp_path: Path) -> None:
    a, b = lfw["Tony Blair"][:2]
    ran = kith("verify", a, b, "--json")
    assert ran.code == 0
    assert ran.document.keys() == {"same", "similarity", "threshold", "fmr"}
    assert ran.document["same"] is True
    assert ran.document["similarity"] >= ran.document["threshold"]
    assert ran.document["fmr"] == 1e-3
    assert kith("verify", a, lfw["Colin Powell"][0], "--json").document["same"] is False
    strict = kith("verify", a, b, "--false-accepts", "1e-5", "--json").document
    assert strict["fmr"] == 1e-5
    assert strict["threshold"] > ran.document["threshold"]
    for words in ([], [a], [a, b, "--pairs", tmp_path / "x.csv"]):
        assert kith("verify", *words).code == 2


def test_verify_pairs(kith: Kith, lfw: dict[str, list[Path]], tmp_path: Path) -> None:
    first, second, third = *lfw["Tony Blair"][:2], lfw["Colin Powell"][0]
    lines = ["a,b", f"{first},{second}", f"{first},{third}"]
    (tmp_path / "pairs.csv").write_text("\n".join(lines))
    ran = kith("verify", "--pairs", tmp_path / "pairs.csv", "--json")
    assert ran.code == 0
    assert ran.document.keys() == {"pairs"}  # no accuracy where the truth is not known
    assert [pair.keys() for pair in ran.document["pairs"]] == [{"a", "b", "same", "similarity"}] * 2
    assert [pair["same"] for pair in ran.document["pairs"]] == [True, False]


@pytest.mark.slow
def test_cluster(kith: Kith, five_each: Path) -> None:
    ran = kith("cluster", five_each, "--json")
    assert ran.code == 0
    assert ran.document.keys() == {"clusters", "unclustered", "failed"}
    numbers = [cluster["id"] for cluster in ran.document["clusters"]]
    again = kith("cluster", five_each, "--json").document["clusters"]
    assert len(set(numbers)) == len(numbers) > 0
    assert [cluster["id"] for cluster in again] == numbers  # they keep them
    for cluster in ran.document["clusters"]:
        assert cluster.keys() == {"id", "faces"}
        for face in cluster["faces"]:
            assert face.keys() == {"path", "box"}
            assert _is_box(face["box"])


def test_watch(kith: Kith, known: Path, faces: Path) -> None:
    ran = kith("watch", "--source", faces / "street.mp4", "--frames", 3, "--json")
    assert ran.code == 0
    assert [frame["frame"] for frame in ran.documents] == [0, 1, 2]
    for frame in ran.documents:
        assert frame.keys() == {"frame", "time", "passers_by", "faces"}
        assert frame["faces"]
        for face in frame["faces"]:
            of_stranger = {"stranger", "visits", "spoofed", "sign"}
            told = {"track", "box", "name", "state", "recognisable", "in_common", "similarity"}
            assert face.keys() == told | of_stranger
            assert _is_box(face["box"])


def test_people_and_their_names(kith: Kith, known: Path) -> None:
    assert kith("rename", "tony blair", "Sir Tony", "--json").document.keys() == {"done", "people", "faces"}
    merged = kith("merge", "Colin Powell", "Sir Tony", "--json").document
    assert merged["faces"] == 5
    listed = {person["name"]: person["faces"] for person in kith("people", "--json").document["people"]}
    assert listed["Sir Tony"] == 10
    assert "Colin Powell" not in listed
    assert "Merged Colin Powell into Sir Tony" in kith("undo", "--json").document["done"]
    forgotten = kith("forget", "sir tony", "--json").document
    assert forgotten.pop("entries") > 0
    nothing = dict.fromkeys(("visits", "agreements", "placeless", "folders", "models"), 0)
    gone = {"people": 1, "faces": 5, "photos": 5} | nothing
    assert forgotten == {"forgotten": "sir tony", "left": []} | gone
    people = kith("people", "--json").document
    assert people.keys() == {"people"}
    assert all(person.keys() == {"name", "faces"} for person in people["people"])
    assert len(people["people"]) == 9


@pytest.mark.slow
def test_models(kith: Kith) -> None:
    (model,) = kith("models", "--json").document["models"]
    assert model.keys() == _MODEL
    assert (model["name"], model["dimension"], model["active"]) == ("sface", 128, True)
    assert (model["licence"], model["preprocessing"]) == ("Apache-2.0", None)  # the published one's own
    assert kith("models", "use", "sface", "--json").document == {"active": "sface", "id": model["id"]}
    assert kith("models", "back", "--json").code == 2
    for words in (["use", "nonsense"], ["add", "nonsense"], ["add", "yunet"]):
        ran = kith("models", *words, "--json")
        assert ran.code == 2
        assert ran.document["error"].keys() == {"what", "why", "remedy", "code", "values"}


_CHECK = {"name", "ok", "detail", "code", "remedy", "mendable"}


def test_doctor(kith: Kith) -> None:
    ran = kith("doctor", "--json")
    assert ran.code == 0
    assert all(check.keys() == _CHECK for check in ran.document["checks"])
    assert all(check["ok"] for check in ran.document["checks"])


def test_json_may_stand_before_the_command_too(kith: Kith, known: Path) -> None:
    after = kith("people", "--json")
    assert kith("--json", "people") == after
    assert kith("--json", "models").document == kith("models", "--json").document
    assert (
        kith("models", "--json", "use", "sface").document == kith("models", "use", "sface", "--json").document
    )
    assert kith("--json", "undo", "--json").document["done"]


def test_text_says_the_same_in_words(
    kith: Kith, known: Path, lfw: dict[str, list[Path]], faces: Path
) -> None:
    photo = lfw["Hugo Chavez"][8]
    said = {
        "people": kith("people").out,
        "identify": kith("identify", photo).out,
        "verify": kith("verify", photo, lfw["Hugo Chavez"][7]).out,
        "cluster": kith("cluster", faces / "lfw10" / "Hugo_Chavez").out,
        "watch": kith("watch", "--source", faces / "street.mp4", "--frames", 1).out,
        "models": kith("models").out,
        "doctor": kith("doctor").out,
    }
    assert said["people"].count("\n") == 11
    assert said["identify"] == f"{photo}: Hugo Chavez\n"
    assert "the same person" in said["verify"]
    assert "faces in" in said["cluster"]
    assert "unknown" in said["watch"]
    assert "sface" in said["models"]
    assert "weights checked" in said["doctor"]
    assert not any("\x1b" in text or "[/]" in text for text in said.values())


@pytest.mark.parametrize("words", [["nonsense"], ["enroll"], ["watch", "--frames", "0"], ["identify"]])
def test_wrong_usage_ends_with_2(kith: Kith, words: list[str]) -> None:
    assert kith(*words).code == 2


@pytest.mark.slow
def test_the_program_itself_keeps_standard_output_clean(
    process: Process, known: Path, lfw: dict[str, list[Path]], tmp_path: Path
) -> None:
    program = sys.executable, "-m", "app"
    ran = process(known, "identify", lfw["Tony Blair"][7], tmp_path / "gone.jpg", "--json", program=program)
    assert ran.code == 1
    assert ran.document["images"][0]["faces"][0]["name"] == "Tony Blair"
    assert ran.err == ""
    ran = process(tmp_path / "x", "identify", tmp_path / "gone.jpg", program=program)
    assert (ran.code, ran.out) == (1, "")
    assert "no such file" in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.skipif(sys.platform != "linux", reason="has no file that is always full")
@pytest.mark.parametrize(
    "words", [["people"], ["people", "--json"], ["people", "--help"], ["access", "--verify"]]
)
def test_an_answer_that_cannot_be_written_is_no_bug(
    program: list[str], environment: dict[str, str], known: Path, tmp_path: Path, words: list[str]
) -> None:
    with Path("/dev/full").open("w") as full:
        command = [*program, "--data-dir", str(known), *words]
        run = partial(
            subprocess.run, command, cwd=tmp_path, env=environment, text=True, check=False, stdout=full
        )
        ran = run(stderr=subprocess.PIPE)
        assert ran.returncode == 3
        assert ran.stderr.splitlines()[0].startswith("The answer cannot be written")
        assert "Traceback" not in ran.stderr
        assert run(stderr=full).returncode == 3


def test_enrolling_and_naming_people_never_wait_for_torch_nor_scipy(
    environment: dict[str, str], known: Path, lfw: dict[str, list[Path]]
) -> None:
    commands = (
        ["enroll", "Tony Blair", str(lfw["Tony Blair"][6])],
        ["people"],
        ["rename", "Tony Blair", "Sir Tony"],
        ["undo"],
        ["forget", "Colin Powell"],
        ["models"],
    )
    script = (
        "import sys\nfrom app.cli.main import app\n"
        f"for words in {commands!r}:\n"
        f"    code = app(['--data-dir', {str(known)!r}, *words], standalone_mode=False)\n"
        "    if code or 'torch' in sys.modules or 'scipy' in sys.modules:\n"
        "        sys.exit(f'{words[0]} ended with {code}, or loads what it should not')\n"
    )
    done = subprocess.run([sys.executable, "-c", script], env=environment, check=False, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
def test_progress_on_a_terminal_leaves_piped_output_alone(
    environment: dict[str, str], five_each: Path, tmp_path: Path
) -> None:
    """A bar on standard error must not swallow what is printed to a file meanwhile."""
    terminal, theirs = os.openpty()
    command = [
        sys.executable,
        "-m",
        "app",
        "--data-dir",
        str(tmp_path / "data"),
        "import-people",
        str(five_each),
    ]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=theirs) as child:
        os.close(theirs)
        shown = b""
        try:
            while block := os.read(terminal, 65536):
                shown += block
        except OSError:  # Linux says so when the child has gone
            pass
        assert child.stdout is not None
        lines = child.stdout.read().decode().splitlines()
    os.close(terminal)
    assert len(lines) == 10
    assert lines[0] == "Ariel Sharon: 5 faces enrolled"
    assert "5/5" in shown.decode()


def test_json_survives_any_path(kith: Kith, tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xfe.jpg"))
    ran = kith("identify", path, "--json")
    assert ran.out.isascii()
    assert os.fsencode(json.loads(ran.out)["images"][0]["path"]) == os.fsencode(path)


def test_opening_the_folder_sets_nothing_up_twice(kith: Kith, known: Path) -> None:
    before = (known / "gallery.db").read_bytes()
    with Workspace.open(known):
        pass
    assert (known / "gallery.db").read_bytes() == before
