"""Commands about pictures: identify, verify, cluster, why."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli import output
from app.cli.exits import PARTLY
from app.cli.session import Json, Rate, options, register, typed, up_to_date, workspace
from app.core.errors import UsageError
from app.core.text import NOTHING, Listed, Number, Text, percent, quote, say, say_n
from app.domain.decision import IN_COMMON
from app.domain.failure import Failure

if TYPE_CHECKING:
    from app.services.recognise.identify import NamedFace, NamedPicture, Pair
    from app.services.sorting.folder import Clusters, Place
    from app.services.sorting.why import Explained


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    register(app, identify, verify, cluster, why)


def identify(
    paths: Annotated[list[Path], typer.Argument(help=say("Photos, or folders of photos."))],
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
    output.tell_skipped(asked.skipped)
    if json:
        output.emit({"images": [_image(picture) for picture in found]})
    return PARTLY if not found or any(picture.failure for picture in found) else 0


def _image(picture: "NamedPicture") -> dict[str, Any]:
    document: dict[str, Any] = {"path": str(picture.path)}
    if picture.failure:
        document |= _error(picture.failure)
    document["faces"] = [_face(face) for face in picture.faces]
    return document


def _error(text: Text | None) -> dict[str, Any]:
    return {} if text is None else {"error": text, **output.said(text)}


def _face(named: "NamedFace") -> dict[str, Any]:
    decision = named.decision
    return {
        "box": named.face.box.rounded(),
        "detection": round(named.face.detection.score, 4),
        "quality": round(named.face.quality.overall, 4),
        "name": named.name,
        "state": decision.state.value,
        "recognisable": not decision.unrecognisable,
        "in_common": decision.in_common,
        "similarity": None if decision.similarity is None else round(decision.similarity, 4),
        "candidates": [{"name": name, "similarity": round(value, 4)} for name, value in named.candidates],
    }


def _tell_picture(picture: "NamedPicture") -> None:
    if picture.failure:
        output.complain_of([Failure(str(picture.path), picture.failure)])
        return
    faces = tuple(words(face) for face in picture.faces) or (output.dim(say("no face")),)
    output.tell(say("{path}: {faces}", path=picture.path, faces=Listed(faces)))


def words(named: "NamedFace") -> Text:
    """Who a face is, or that it is unknown and why where that can be told."""
    from app.services.photos.fitness import unrecognisable

    if named.name is not None:
        return output.bold(named.name)
    if named.decision.state == "unsure":
        return between(named.candidates)
    if named.decision.unrecognisable:
        return output.dim(say("unknown ({why})", why=unrecognisable(named.face.quality)))
    if named.decision.in_common:
        return output.dim(say("unknown ({why})", why=IN_COMMON))
    return output.dim(say("unknown"))


def between(candidates: Sequence[tuple[str, float]]) -> Text:
    """A face that is one of two people."""
    names = Listed(tuple(name for name, _ in candidates[:2]), "or")
    return output.yellow(say("{names}?", names=names))


def verify(
    a: Annotated[Path | None, typer.Argument(help=say("A photo of one person."))] = None,
    b: Annotated[Path | None, typer.Argument(help=say("A photo of the same person, or not."))] = None,
    pairs: Annotated[
        Path | None,
        typer.Option(help=say("Compare many: a CSV file with the columns a, b and, if known, same.")),
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
        output.emit(document | _error(pair.error))
    elif pair.error is None:
        verdict = output.bold(say("the same person") if pair.same else say("different people"))
        output.tell(say("{verdict} (at one false accept in {count})", verdict=verdict, count=round(1 / rate)))
    if pair.error is not None:
        output.note(output.yellow(pair.error))
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
    return document | _error(pair.error)


def _tell_pairs(pairs: "list[Pair]", right: float | None) -> None:
    table = output.Table(quote("a"), quote("b"), say("same person"), say("similarity"), right=[3])
    for pair in pairs:
        if pair.error or pair.similarity is None:
            output.note(output.yellow(pair.error or NOTHING))
            continue
        same = say("yes") if pair.same else say("no")
        table.row(pair.a, pair.b, same, Number(pair.similarity, 3))
    table.show()
    if right is not None:
        output.tell(say("{share} of the pairs with a known answer were judged right.", share=percent(right)))
        if any(pair.error for pair in pairs):
            output.note(say("A pair that could not be read counts as judged wrong."))


def cluster(
    folder: Annotated[Path, typer.Argument(help=say("A folder of photos, searched with all its folders."))],
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
    output.tell_skipped(result.skipped)
    return PARTLY if result.failed else 0


def _clusters(result: "Clusters") -> dict[str, Any]:
    return {
        "clusters": [
            {"id": number, "faces": [_place(place) for place in places]}
            for number, places in zip(result.numbers, result.clusters, strict=True)
        ],
        "unclustered": [_place(place) for place in result.unclustered],
        "failed": output.failures(result.failed),
    } | output.skipped(result.skipped)


def _place(place: "Place") -> dict[str, Any]:
    return {"path": str(place.path), "box": place.box.rounded()}


def _tell_clusters(result: "Clusters") -> None:
    table = output.Table(say("cluster"), say("faces"), say("for example"), right=[0, 1])
    for number, places in zip(result.numbers, result.clusters, strict=True):
        table.row(number, len(places), places[0].path.name)
    if result.clusters:
        table.show()
    output.tell(
        say_n(
            "{faces} in {n} cluster, {alone} that resemble no other.",
            "{faces} in {n} clusters, {alone} that resemble no other.",
            len(result.clusters),
            faces=say_n("{n} face", "{n} faces", sum(map(len, result.clusters))),
            alone=len(result.unclustered),
        )
    )
    output.complain_of(result.failed)


def why(
    photo: Annotated[Path, typer.Argument(help=say("A photo that Kith has read."))],
    json: Json = False,
) -> None:
    """Say of each face of a photo why it is where it is: by whose word, or by what likeness."""
    from app.services.sorting import why as service

    with workspace() as opened:
        found = service.of_photo(opened, photo)
    if json:
        output.emit({"faces": [_reason(one) for one in found]})
        return
    table = output.Table(say("face"), say("cluster"), say("why"), right=[1])
    for one in found:
        table.row(
            say("at {x}, {y}", x=round(one.box.x), y=round(one.box.y)),
            NOTHING if one.why.cluster is None else one.why.cluster,
            one.why.text,
        )
    table.show()


def _reason(one: "Explained") -> dict[str, Any]:
    nearest = [
        {"path": str(path), "box": box.rounded(), "similarity": cosine} for path, box, cosine in one.nearest
    ]
    return {
        "box": one.box.rounded(),
        "cluster": one.why.cluster,
        "reason": one.why.reason,
        "why": one.why.text,
        **output.said(one.why.text),
        "nearest": nearest,
    }
