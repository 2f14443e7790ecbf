"""Photos read end to end: upright or not, whole or reduced, large and small faces."""

import subprocess
import sys
import textwrap
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image as PillowImage

from app.domain.arrays import Image
from app.domain.box import Box
from app.domain.face import Face
from app.domain.preprocessing import ARCFACE
from app.vision import image_io
from app.vision.align import align
from app.vision.detect import scan
from app.vision.detect.scan import scan_all
from app.vision.image_io import Decoded
from app.vision.reader import FaceReader, face_from, prominence
from app.vision.turn import turned, turned_back
from tests.bench.measure_landmarks import as_photo, tilted
from trainer.pictures.turning import Area

_ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def group(faces: Path) -> Image:
    return image_io.load(faces / "group.jpg")


@pytest.fixture(scope="module")
def upright(group: Image, reader: FaceReader) -> list[Face]:
    return reader.find(group)


def _known(found: list[Face]) -> list[Face]:
    return [face for face in found if face.reading and face.reading.recognisable]


def _partner(face: Face, others: list[Face]) -> Face:
    return max(others, key=lambda other: other.box.iou(face.box))


def _alike(one: Face, other: Face) -> float:
    assert one.reading is not None
    assert other.reading is not None
    return float(one.reading.vector @ other.reading.vector)


def _same(one: list[Face], other: list[Face]) -> bool:
    return [face.box for face in one] == [face.box for face in other]


def test_finds_and_reads(upright: list[Face], reader: FaceReader) -> None:
    assert len(upright) == len(_known(upright)) == 6
    assert all(face.quality.eyes > 30 for face in upright)
    vectors, lengths = reader.embed(upright)
    assert vectors.shape == (6, 128)
    assert lengths.min() > 9
    for face, vector, length in zip(upright, vectors, lengths, strict=True):
        assert face.reading is not None
        assert face.reading.model_id == reader.embedder.model_id
        assert np.array_equal(face.reading.vector, vector)
        assert face.reading.length == pytest.approx(length)


def test_a_face_read_already_is_not_read_again(upright: list[Face], reader: FaceReader) -> None:
    spoilt = [replace(face, chip=replace(face.chip, pixels=face.chip.pixels * 0)) for face in upright]
    assert np.array_equal(reader.embed(spoilt).vectors, reader.embed(upright).vectors)
    anew = reader.embed([replace(face, reading=None) for face in upright]).vectors
    alike = (anew * reader.embed(upright).vectors).sum(axis=1)
    assert alike.min() > 0.9  # with the mirror images that reading left out for the sure ones


def test_the_limit_says_what_can_be_recognised(upright: list[Face], reader: FaceReader) -> None:
    assert not _known(replace(reader, limit=99.0).read(upright))
    assert len(_known(replace(reader, limit=None).read(upright))) == 6


@pytest.mark.slow
def test_many_threads_find_what_one_finds(photos: list[Image], reader: FaceReader) -> None:
    some = [np.ascontiguousarray(photo[: 250 - 7 * (i % 5)]) for i, photo in enumerate(photos[:30])]
    alone = [reader.find(photo) for photo in some]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(reader.find, some * 2))
    assert all(_same(one, other) for one, other in zip(alone * 2, together, strict=True))


@pytest.mark.slow
def test_fast_finds_the_faces_of_a_frame(street: list[Image], reader: FaceReader) -> None:
    assert all(3 <= len(reader.find_fast(frame)) <= 10 for frame in street)


def test_no_face_in_an_empty_picture(reader: FaceReader) -> None:
    assert reader.find(np.full((480, 640, 3), 90, np.uint8)) == []
    assert reader.embed([]).vectors.shape == (0, 128)


def test_landmarks_that_make_no_face_are_left_out(photos: list[Image], reader: FaceReader) -> None:
    (face,) = reader.find(photos[0])[:1]
    found = face.detection
    made = [
        found,
        replace(found, landmarks=np.ones((5, 2), np.float32)),
        replace(found, landmarks=found.landmarks * np.float32(np.nan)),
    ]
    assert [face is not None for face in reader.faces_at(photos[0], made)] == [True, False, False]
    assert face_from(photos[0], replace(found, landmarks=found.landmarks + 9000)) is None


class TestTurned:
    @pytest.mark.slow
    @pytest.mark.parametrize("quarters", [1, 2, 3])
    def test_every_face_is_where_it_is_in_the_picture_as_it_stands(
        self, group: Image, upright: list[Face], reader: FaceReader, quarters: int
    ) -> None:
        aside = turned(group, quarters)
        found = reader.find(aside)
        height, width = aside.shape[:2]
        assert len(_known(found)) == 6
        for face in found:
            back = turned_back(face.detection, quarters, group.shape[1], group.shape[0])
            one = _partner(replace(face, detection=back), upright)
            assert back.box.iou(one.box) > 0.85
            assert np.abs(back.landmarks - one.detection.landmarks).max() < 0.1 * one.box.w
            assert (face.detection.landmarks >= 0).all()
            assert (face.detection.landmarks < [width, height]).all()

    @pytest.mark.slow
    @pytest.mark.parametrize("quarters", [1, 2, 3])
    def test_chips_stand_upright(
        self, group: Image, upright: list[Face], reader: FaceReader, quarters: int
    ) -> None:
        found = reader.find(turned(group, quarters))
        assert len(found) == len(upright)
        for face in found:
            eyes, mouth = face.chip.landmarks[:2].mean(axis=0), face.chip.landmarks[3:].mean(axis=0)
            assert mouth[1] - eyes[1] > abs(mouth[0] - eyes[0])
            assert max(_alike(face, one) for one in upright) > 0.95

    @pytest.mark.slow
    def test_photos_at_60_degrees_are_recognised_or_left_out(
        self, photos: list[Image], reader: FaceReader
    ) -> None:
        """Never taken for certain with wrong landmarks: what is recognisable is like itself upright."""
        likenesses = []
        for photo in photos[::10]:
            original = _known(reader.find(photo))[:1]
            found = _known(reader.find(tilted(photo, 60)))
            if original and found:
                likenesses.append(max(_alike(original[0], face) for face in found))
        assert len(likenesses) >= 7
        assert np.median(likenesses) > 0.8

    @pytest.mark.slow
    def test_a_tilted_head_of_which_the_detector_is_not_sure_counts_where_it_is_recognised(
        self, faces: Path, reader: FaceReader
    ) -> None:
        crops = [image_io.load(path) for path in sorted(faces.glob("aligned12/*_*/*7.png"))[::2]]
        shown = [as_photo(crop, 30) for crop in crops]
        doubted = [
            photo for photo in shown if scan_all(reader.detector, photo) and not scan(reader.detector, photo)
        ]
        assert doubted
        for photo in doubted:
            assert all(face.reading and face.reading.recognisable for face in reader.find(photo))
        assert any(reader.find(photo) for photo in doubted)

    def test_what_may_be_a_face_is_left_out_beside_a_sure_one(self, group: Image, reader: FaceReader) -> None:
        every = scan_all(reader.detector, group)
        assert len(reader.find(group)) == sum(one.score >= reader.detector.sure for one in every)

    def test_a_face_upside_down_beside_an_upright_one_is_turned_alone(
        self, photos: list[Image], reader: FaceReader
    ) -> None:
        one, other = photos[0], photos[25]
        two = np.hstack([one, turned(other, 2)])
        faces = {face.box.x > one.shape[1]: face for face in reader.find(two)}
        assert abs(faces[False].quality.roll) < 30
        assert abs(faces[True].quality.roll) > 150
        there = faces[True].detection.landmarks
        assert there[:2, 1].mean() > there[3:, 1].mean()  # the mouth is above the eyes
        alone = reader.find(other)[0]
        assert _alike(faces[True], alone) > 0.9
        assert faces[True].quality.eyes == pytest.approx(alone.quality.eyes, rel=0.1)

    @pytest.mark.slow
    def test_upright_faces_are_left_as_they_are(self, street: list[Image], reader: FaceReader) -> None:
        faces = reader.read(reader.find(street[0]))
        assert reader.righted(faces) == faces

    def test_an_upright_photo_is_not_turned(self, upright: list[Face]) -> None:
        for face in upright:
            eyes, mouth = face.detection.landmarks[:2].mean(axis=0), face.detection.landmarks[3:].mean(axis=0)
            assert mouth[1] > eyes[1]


@pytest.fixture(scope="module")
def large(group: Image, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The group on a sheet of 4801x3603, their faces some 500 pixels high."""
    big = cv2.resize(group, None, fx=4, fy=4, interpolation=cv2.INTER_CUBIC)
    sheet = np.full((3603, 4801, 3), 128, np.uint8)
    sheet[1000 : 1000 + big.shape[0], : big.shape[1]] = big[:, :4801]
    path = tmp_path_factory.mktemp("large") / "a.jpg"
    PillowImage.fromarray(sheet).save(path, quality=92)
    return path.read_bytes()


class TestReduced:
    """A photo decoded at a fraction of its size, as large JPEGs are."""

    @pytest.mark.slow
    @pytest.mark.parametrize("longest", [1280, 640])
    def test_boxes_and_points_are_those_of_the_whole(
        self, large: bytes, reader: FaceReader, longest: int
    ) -> None:
        photo = image_io.decode_at(large, longest)
        assert photo.scale in {2, 4}
        whole = reader.find(image_io.decode(large))
        found = reader.find_in(photo, lambda parts: image_io.decode_parts(large, parts))
        assert len(found) == len(whole) == 6
        for face in found:
            one = _partner(face, whole)
            assert face.box.iou(one.box) > 0.75
            assert np.abs(face.detection.landmarks - one.detection.landmarks).max() < 0.04 * one.box.w
            assert face.quality.eyes == pytest.approx(one.quality.eyes, rel=0.05)
            assert _alike(face, one) > 0.95

    @pytest.mark.slow
    def test_the_shift_is_kept(self, group: Image, reader: FaceReader) -> None:
        large = np.asarray(cv2.resize(group, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC), np.uint8)
        height, width = large.shape[:2]
        whole = reader.find(large)
        found = reader.find_in(Decoded(large, 2 * width - 1, 2 * height - 1, 2, (-1, -1)), _never)
        assert len(found) == len(whole)
        for face in found:
            back = (face.detection.landmarks + 0.5 - [-1, -1]) / 2 - 0.5
            assert min(np.abs(back - one.detection.landmarks).max() for one in whole) < 1e-2

    def test_small_faces_are_read_again_from_the_whole(
        self, group: Image, upright: list[Face], reader: FaceReader
    ) -> None:
        half = np.asarray(cv2.resize(group, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA), np.uint8)
        asked: list[list[Area]] = []

        def finer(parts: Sequence[Area]) -> list[Decoded]:
            asked.append(list(parts))
            return _cut(group, parts)

        found = reader.find_in(Decoded(half, 4 * half.shape[1], 4 * half.shape[0], 4), finer)
        assert [len(parts) for parts in asked] == [1]  # all of it: the squares of six faces have more pixels
        assert len(found) == 6
        for face in found:
            one = _partner(face, upright)
            assert np.abs(face.detection.landmarks - one.detection.landmarks).max() < 0.06 * one.box.w
            assert face.chip.pixels.shape[0] > 100
            assert _alike(face, one) > 0.9

    @pytest.mark.slow
    def test_a_turned_one_too(self, group: Image, reader: FaceReader) -> None:
        aside = turned(group, 1)
        small = np.asarray(cv2.resize(aside, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA), np.uint8)
        found = reader.find_in(
            Decoded(small, 4 * small.shape[1], 4 * small.shape[0], 4), partial(_cut, aside)
        )
        wanted = reader.find(aside)
        assert len(_known(found)) == 6
        assert all(_partner(face, wanted).box.iou(face.box) > 0.75 for face in found)

    @pytest.mark.slow
    @pytest.mark.parametrize("degrees", [0, 30])
    def test_what_is_cut_out_for_a_face_gives_what_the_whole_gives(
        self, group: Image, reader: FaceReader, monkeypatch: pytest.MonkeyPatch, degrees: int
    ) -> None:
        sheet = cv2.copyMakeBorder(group, 301, 301, 200, 200, cv2.BORDER_CONSTANT)
        whole = tilted(np.asarray(sheet, np.uint8), degrees)
        size = (whole.shape[1] // 4, whole.shape[0] // 4)
        small = np.asarray(cv2.resize(whole, size, interpolation=cv2.INTER_AREA), np.uint8)
        photo = Decoded(small, 4 * size[0], 4 * size[1], 4)
        asked: list[Area] = []

        def finer(parts: Sequence[Area]) -> list[Decoded]:
            asked.extend(parts)
            return _cut(whole, parts)

        parts = reader.find_in(photo, finer)
        assert len(asked) >= 4
        monkeypatch.setattr("app.vision.reader._MOST_PARTS", 0)
        wanted = reader.find_in(photo, partial(_cut, whole))
        assert len(parts) == len(wanted) >= 4
        for face, one in zip(parts, wanted, strict=True):
            assert np.abs(face.detection.landmarks - one.detection.landmarks).max() < 0.1
            assert _alike(face, one) > 0.999


def _cut(image: Image, parts: Sequence[Area]) -> list[Decoded]:
    """Parts of a picture as the decoder gives them."""
    height, width = image.shape[:2]
    found = []
    for left, top, right, bottom in parts:
        x, y = max(0, left), max(0, top)
        found.append(Decoded(image[y:bottom, x:right], width, height, shift=(x, y)))
    return found


def _never(_: Sequence[Area]) -> list[Decoded]:
    raise AssertionError("no face would gain from it")


class TestSmallFaces:
    @pytest.mark.slow
    def test_by_choice_alone(self, group: Image, reader: FaceReader) -> None:
        """Faces of 45 pixels in 12 megapixels."""
        face = _small_group(group)
        sheet = np.full((3000, 4000, 3), 120, np.uint8)
        sheet[2000 : 2000 + face.shape[0], 2500 : 2500 + face.shape[1]] = face
        assert len(reader.find(sheet)) < 6
        found = replace(reader, small=True).find(sheet)
        assert len(found) == 6
        assert all(2500 <= one.box.x <= 2500 + face.shape[1] for one in found)

    @pytest.mark.slow
    def test_none_is_found_twice(self, group: Image, reader: FaceReader) -> None:
        large = np.asarray(cv2.resize(group, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC), np.uint8)
        assert len(replace(reader, small=True).find(large)) == 6


def _small_group(group: Image) -> Image:
    return np.asarray(cv2.resize(group, None, fx=0.35, fy=0.35, interpolation=cv2.INTER_AREA), np.uint8)


class TestProminence:
    def test_of_equals_the_central_one_leads(self) -> None:
        central, corner = Box(280, 200, 80, 80), Box(0, 0, 80, 80)
        assert prominence(central, 640, 480) > 2 * prominence(corner, 640, 480)

    def test_a_much_larger_one_leads_anywhere(self) -> None:
        assert prominence(Box(0, 0, 260, 260), 640, 480) > prominence(Box(300, 220, 40, 40), 640, 480)

    def test_is_the_area_in_the_centre_and_falls_by_e_squared_in_the_corner(self) -> None:
        assert prominence(Box(310, 230, 20, 20), 640, 480) == pytest.approx(400)
        assert prominence(Box(-10, -10, 20, 20), 640, 480) == pytest.approx(400 * np.exp(-2))

    @pytest.mark.slow
    def test_the_subject_of_loose_photos_comes_first(self, photos: list[Image], reader: FaceReader) -> None:
        """Those photos show their person in the middle."""
        central = 0
        for photo in photos[::2]:
            box = reader.find(photo)[0].box
            central += abs(box.x + box.w / 2 - 125) < 40 and abs(box.y + box.h / 2 - 125) < 40
        assert central >= 49


def test_crops_are_centred_on_the_face(upright: list[Face], group: Image) -> None:
    """The chip, aligned, shows the same as the photo warped in one step."""
    for face in upright:
        crop = align(face.chip, ARCFACE, 112)
        assert crop.shape == (112, 112, 3)
        assert crop.mean() > 20


@pytest.mark.slow
def test_naming_and_sorting_load_no_torch(faces: Path, tmp_path: Path) -> None:
    """From an enrolled photo to names and people, in a process of its own."""
    script = """
        import sys
        from pathlib import Path
        from app.services.enrolment import enrol
        from app.services.recognise import identify
        from app.services.sorting.folder import cluster_folder
        from app.services.workspace import Workspace
        data, photos = Path(sys.argv[1]), Path(sys.argv[2])
        people = sorted((photos / "lfw10").iterdir())[:2]
        with Workspace.open(data, device="cpu") as workspace:
            enrol.enrol(workspace, people[0].name, [str(path) for path in sorted(people[0].iterdir())[:3]])
            named = list(identify.identify(workspace, sorted(people[0].iterdir())[3:5]))
            found = cluster_folder(workspace, people[1])
        print([face.name for picture in named for face in picture.faces[:1]] == [people[0].name] * 2)
        print(len(found.clusters) >= 1, sorted({"torch", "openvino_telemetry"} & set(sys.modules)))
    """
    command = [sys.executable, "-c", textwrap.dedent(script), str(tmp_path / "data"), str(faces)]
    ran = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=False)
    assert ran.stdout == "True\nTrue []\n", ran.stderr[-2000:]
