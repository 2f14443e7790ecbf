"""Commands about pictures: identify, verify, cluster, watch."""

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli import output
from app.cli.exits import PARTLY
from app.cli.session import Json, Rate, command, options, typed, up_to_date, workspace
from app.core.errors import UsageError
from app.core.text import quote, say
from app.domain.failure import Failure
from app.domain.live import LiveFace, LiveFrame

if TYPE_CHECKING:
    from app.services.recognise.identify import NamedFace, NamedPicture, Pair
    from app.services.sorting.folder import Clusters, Place


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.command("identify")(command(identify))
    app.command("verify")(command(verify))
    app.command("cluster")(command(cluster))
    app.command("watch")(command(watch))


def identify(
    paths: Annotated[list[Path], typer.Argument(help="Photos, or folders of photos.")],
    json: Json = False,
    false_accepts: Rate = None,
) -> int:
    """Say who is in photos."""
    from app.services.recognise import identify as service

    found = []
    asked = service.expand(paths)
    with workspace(false_accepts) as opened:
        up_to_date(opened)
        for picture in service.identify(opened, asked.pictures, options().cancel):
            found.append(picture)
            if not json:
                _tell_picture(picture)
    if not found:
        output.note(say("There is no picture in what you gave."))
    output.tell_videos(asked.videos)
    if json:
        output.emit({"images": [_image(picture) for picture in found]})
    return PARTLY if not found or any(picture.failure for picture in found) else 0


def _image(picture: "NamedPicture") -> dict[str, Any]:
    document: dict[str, Any] = {"path": str(picture.path)}
    if picture.failure:
        document["error"] = picture.failure
    document["faces"] = [_face(face) for face in picture.faces]
    return document


def _face(named: "NamedFace") -> dict[str, Any]:
    decision = named.decision
    return {
        "box": named.face.box.rounded(),
        "detection": round(named.face.detection.score, 4),
        "quality": round(named.face.quality.overall, 4),
        "name": named.name,
        "state": decision.state.value,
        "recognisable": not decision.unrecognisable,
        "similarity": None if decision.similarity is None else round(decision.similarity, 4),
        "candidates": [{"name": name, "similarity": round(value, 4)} for name, value in named.candidates],
    }


def _tell_picture(picture: "NamedPicture") -> None:
    path = output.shown(picture.path)
    if picture.failure:
        output.complain_of([Failure(str(picture.path), quote(picture.failure))])
    elif not picture.faces:
        output.tell(f"{path}: [dim]no face[/]")
    else:
        output.tell(f"{path}: " + ", ".join(_words(face) for face in picture.faces))


def _words(named: "NamedFace") -> str:
    from app.services.photos.fitness import unrecognisable

    if named.name is not None:
        return f"[bold]{output.shown(named.name)}[/]"
    if named.decision.state == "unsure":
        first, second = (output.shown(name) for name, _ in named.candidates[:2])
        return f"[yellow]{first} or {second}?[/]"
    if named.decision.unrecognisable:
        return f"[dim]unknown ({unrecognisable(named.face.quality)})[/]"
    return "[dim]unknown[/]"


def verify(
    a: Annotated[Path | None, typer.Argument(help="A photo of one person.")] = None,
    b: Annotated[Path | None, typer.Argument(help="A photo of the same person, or not.")] = None,
    pairs: Annotated[
        Path | None, typer.Option(help="Compare many: a CSV file with the columns a, b and, if known, same.")
    ] = None,
    json: Json = False,
    false_accepts: Rate = None,
) -> int:
    """Say whether two photos show the same person."""
    if pairs is not None and a is None and b is None:
        return _verify_file(pairs, json, false_accepts)
    if pairs is None and a is not None and b is not None:
        return _verify_two(a, b, json, false_accepts)
    raise UsageError(say("verify wants either two photos, or --pairs FILE.csv"))


def _verify_two(a: Path, b: Path, json: bool, false_accepts: float | None) -> int:
    from app.services.recognise import identify as service

    with workspace(false_accepts) as opened:
        (pair,) = service.verify(opened, [(str(a), str(b), None)])
        rate, threshold = service.verification_threshold(opened)
    if json:
        similarity = None if pair.similarity is None else round(pair.similarity, 4)
        document = {
            "same": pair.same,
            "similarity": similarity,
            "threshold": round(threshold, 4),
            "fmr": rate,
        }
        output.emit(document | ({"error": pair.error} if pair.error else {}))
    elif pair.error is None:
        verdict = "[bold]the same person[/]" if pair.same else "[bold]different people[/]"
        output.tell(f"{verdict} (at one false accept in {1 / rate:,.0f})")
    if pair.error is not None:
        output.note(f"[yellow]{output.shown(pair.error)}[/]")
    return PARTLY if pair.error else 0


def _verify_file(file: Path, json: bool, false_accepts: float | None) -> int:
    from app.services.recognise import identify as service

    listed = service.read_pairs(file)
    with workspace(false_accepts) as opened:
        pairs = list(service.verify(opened, listed, file.parent, options().cancel))
    right = service.accuracy(pairs)
    if json:
        document: dict[str, Any] = {"pairs": [_pair(pair) for pair in pairs]}
        output.emit(document | ({} if right is None else {"accuracy": round(right, 6)}))
    else:
        _tell_pairs(pairs, right)
    return PARTLY if any(pair.error for pair in pairs) else 0


def _pair(pair: "Pair") -> dict[str, Any]:
    document: dict[str, Any] = {
        "a": pair.a,
        "b": pair.b,
        "same": pair.same,
        "similarity": None if pair.similarity is None else round(pair.similarity, 4),
    }
    return document | ({"error": pair.error} if pair.error else {})


def _tell_pairs(pairs: "list[Pair]", right: float | None) -> None:
    table = output.table("a", "b", "same person", ">similarity")
    for pair in pairs:
        if pair.error:
            output.note(f"[yellow]{output.shown(pair.error)}[/]")
            continue
        table.add_row(
            output.shown(pair.a), output.shown(pair.b), "yes" if pair.same else "no", f"{pair.similarity:.3f}"
        )
    output.stdout.print(table)
    if right is not None:
        output.tell(f"{right:.1%} of the pairs with a known answer were judged right.")
        if any(pair.error for pair in pairs):
            output.note(say("A pair that could not be read counts as judged wrong."))


def cluster(
    folder: Annotated[Path, typer.Argument(help="A folder of photos, searched with all its folders.")],
    json: Json = False,
) -> int:
    """Sort the faces of a folder of photos into people."""
    from app.services.sorting.folder import cluster_folder

    with workspace() as opened, typed(folder):
        up_to_date(opened)
        result = cluster_folder(opened, folder, opened.progress, options().cancel)
    if json:
        output.emit(_clusters(result))
    else:
        _tell_clusters(result)
    output.tell_videos(result.videos)
    return PARTLY if result.failed else 0


def _clusters(result: "Clusters") -> dict[str, Any]:
    return {
        "clusters": [
            {"id": number, "faces": [_place(place) for place in places]}
            for number, places in enumerate(result.clusters)
        ],
        "unclustered": [_place(place) for place in result.unclustered],
        "failed": output.failures(result.failed),
    }


def _place(place: "Place") -> dict[str, Any]:
    return {"path": str(place.path), "box": place.box.rounded()}


def _tell_clusters(result: "Clusters") -> None:
    table = output.table(">cluster", ">faces", "for example")
    for number, places in enumerate(result.clusters):
        table.add_row(str(number), str(len(places)), output.shown(places[0].path.name))
    if result.clusters:
        output.stdout.print(table)
    people, faces = len(result.clusters), sum(map(len, result.clusters))
    clusters = "1 cluster" if people == 1 else f"{people} clusters"
    output.tell(f"{faces} faces in {clusters}, {len(result.unclustered)} that resemble no other.")
    output.complain_of(result.failed)


def watch(
    source: Annotated[str, typer.Option(help="A camera's number, a video file or a stream's address.")] = "0",
    frames: Annotated[int | None, typer.Option(min=1, help="Stop after so many frames.")] = None,
    json: Json = False,
    false_accepts: Rate = None,
) -> None:
    """Say who is in view, frame by frame."""
    from app.services.recognise.live import Pipeline

    with workspace(false_accepts) as opened, typed(source):
        up_to_date(opened)
        for seen in islice(Pipeline(opened).watch(source, options().cancel), frames):
            if json:
                output.emit(_frame(seen))
            else:
                _tell_frame(seen)


def _frame(seen: LiveFrame) -> dict[str, Any]:
    return {
        "frame": seen.number,
        "time": round(seen.time, 3),
        "faces": [
            {
                "track": face.track,
                "box": face.box.rounded(),
                "name": face.name,
                "state": face.state.value,
                "recognisable": face.recognisable,
                "similarity": None if face.similarity is None else round(face.similarity, 4),
            }
            for face in seen.faces
        ],
    }


def _tell_frame(seen: LiveFrame) -> None:
    words = [_live_words(face) for face in seen.faces] or ["[dim]nobody[/]"]
    output.tell(f"[dim]{seen.time:7.2f} s[/]  " + ", ".join(words))


def _live_words(face: LiveFace) -> str:
    if face.name is not None:
        return f"[bold]{output.shown(face.name)}[/]"
    if face.state == "unsure":
        first, second = (output.shown(name) for name, _ in face.candidates[:2])
        return f"[yellow]{first} or {second}?[/]"
    unclear = "" if face.recognisable else ", not clear enough"
    return f"[dim]unknown {face.track}{unclear}[/]"
