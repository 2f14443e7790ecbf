"""An open data folder: its gallery, its settings, and the models, loaded when first needed."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from app.core import files, reserve
from app.core.errors import GalleryError, ModelError
from app.core.paths import DataFolder
from app.core.progress import ProgressSink, ignore_progress
from app.core.settings import Settings
from app.core.text import Text, say
from app.domain.access import What
from app.domain.changes import Writer
from app.domain.decision import Thresholds
from app.domain.model import Model
from app.gallery import access, carried_keys, forgetting
from app.gallery import models as gallery_models
from app.gallery.database import Database
from app.keys import choices
from app.services.workspace import clock, unfinished
from app.services.workspace.renewal import renew_models
from app.vision import models as registry

# What needs torch is imported where it is first used: listing or renaming people must not wait for it.
if TYPE_CHECKING:
    from app.domain.preprocessing import Preprocessing
    from app.vision.embed import Embedder
    from app.vision.reader import FaceReader
    from trainer.backbones import Backbone

_NO_ENTRY = say("The access log cannot be written, and nothing is told of people without an entry in it")


class Workspace:
    """Everything a use case needs. One thread at a time.

    Attributes:
        folder: The data folder.
        db: The gallery in it.
        settings: The user's choices.
        progress: Hears of downloads of model files.
    """

    def __init__(self, folder: DataFolder, db: Database, settings: Settings, device: str) -> None:
        self.folder = folder
        self.db = db
        self.settings = settings
        self._device = device
        self.progress: ProgressSink = ignore_progress
        self._reader: FaceReader | None = None

    @classmethod
    def open(
        cls,
        root: Path,
        *,
        device: str = "auto",
        settings: Settings | None = None,
        writer: Writer | None = None,
    ) -> Self:
        """Open a data folder; make it and its gallery where there are none.

        Args:
            root: The data folder.
            device: cpu, cuda or mps; auto takes the one in the settings.
            settings: Instead of those stored in the folder.
            writer: Who writes to the gallery through this, and hears of it.

        Raises:
            StartError: The folder, gallery or settings cannot be used.
        """
        db = Database.open(root, writer)
        folder = DataFolder(root)
        try:
            choices.settle(folder.settings)
            workspace = cls(folder, db, settings or choices.load(folder.settings), device)
            workspace._register_default()
            unfinished.finish(db, folder)
            for place in (folder.root, folder.backups):
                files.sweep(place)
            if forgetting.unfinished(db):  # a `forget` was cut off
                with suppress(GalleryError):  # another program is at work: the next time, then
                    forgetting.finish(db, patience=1.0)
            clock.look(db)
            with db.read() as session:
                late = carried_keys.behind(session)
            if late:
                with suppress(GalleryError):
                    db.erase_keys()
            reserve.hold(root)
        except BaseException:
            db.close()
            raise
        return workspace

    def close(self) -> None:
        """Let go of the gallery."""
        self.db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def device(self) -> str:
        """Where models should run: the one this was opened with, else that of the settings."""
        return self.settings.device if self._device == "auto" else self._device

    def adopt(self, settings: Settings) -> None:
        """Work with other settings from now on."""
        before = (self.settings.detector, self.settings.small_faces, self.device)
        self.settings = settings
        if (settings.detector, settings.small_faces, self.device) != before:
            self._reader = None

    def choose(self, **values: Any) -> None:
        """Store choices, by their names in the settings, and work with them.

        Raises:
            UsageError: One makes no sense.
            StartError: The settings cannot be read or written.
        """
        chosen = replace(choices.load(self.folder.settings), **values)
        choices.save(self.folder.settings, chosen)
        self.adopt(chosen)

    def keys_behind(self) -> tuple[Text, ...]:
        """Files with the keys of copies that lie elsewhere and still have keys of who is erased, one each."""
        with self.db.read() as session:
            late = carried_keys.behind(session)
        return tuple(
            say(
                "{path} still opens copies of who is erased: it is renewed once it can be reached",
                path=path,
            )
            for path in late
        )

    def active_model(self) -> Model:
        """The model that decides now; another process may switch it at any time."""
        with self.db.read() as session:
            active = gallery_models.active(session)
            assert active is not None  # noqa: S101 - opening a workspace sets one
            return gallery_models.get(session, active)

    def reader(self) -> "FaceReader":
        """A reader with the chosen detector and the active model.

        Raises:
            ModelError: A model's file is missing, damaged or was changed.
            StartError: The device is not there.
        """
        from app.vision import image_io, networks
        from app.vision.reader import FaceReader
        from app.vision.runtime import choose_device

        model = self.active_model()
        limit = None if model.thresholds is None else model.thresholds.recognisable
        if self._reader is None or (self._reader.embedder.model_id, self._reader.limit) != (model.id, limit):
            image_io.start()
            device, folder = choose_device(self.device), self.folder.models
            self._reader = FaceReader(
                networks.open_detector(self.settings.detector, folder, device, self.progress),
                networks.open_placer(folder, device, self.progress),
                self.embedder(model),
                limit,
                self.settings.small_faces,
            )
        return self._reader

    def embedder(self, model: Model) -> "Embedder":
        """Load a model, ready to embed.

        Raises:
            ModelError: Its file is missing, damaged or was changed.
            StartError: The device is not there.
        """
        from app.vision import networks
        from app.vision.runtime import choose_device

        return networks.open_embedder(
            model.id,
            model.dimension,
            self.weights(model),
            model.backbone,
            preprocessing_of(model),
            choose_device(self.device),
        )

    def backbone(self, model: Model) -> "Backbone":
        """Load a published or imported model's network in torch, to train it; of the imported the last layer.

        Raises:
            ModelError: Its file is missing, damaged or was changed.
        """
        from app.vision.weights import load_backbone

        if model.backbone == registry.IMPORTED:
            from app.vision.imported import ImportedBackbone

            return ImportedBackbone.from_file(self.weights(model), model.dimension, preprocessing_of(model))
        return load_backbone(model.backbone, self.weights(model))

    def weights(self, model: Model) -> Path:
        """The file of a model's weights, checked against the identifier it was registered under.

        Raises:
            ModelError: It is missing, damaged or was changed.
        """
        path = (
            registry.ensure_weights(registry.card(model.name), self.folder.models, self.progress)
            if model.weights_path is None
            else self.folder.weights(model.weights_path)
        )
        if path is None or not path.is_file():
            gone = say("{path} is gone", path=path or model.weights_path or "")
            raise _unusable(model, gone, say("are missing"))
        if registry.model_id(registry.file_hash(path), model.backbone, preprocessing_of(model)) != model.id:
            raise _unusable(
                model,
                say("{path} is not the file that was registered", path=path),
                say("were changed or damaged"),
            )
        return path

    def thresholds(self, model: Model) -> Thresholds:
        """The model's thresholds.

        Raises:
            ModelError: Nobody has measured any for it.
        """
        if model.thresholds is None:
            raise ModelError(
                say("{model} has no thresholds yet", model=model.name),
                why=say("nobody has measured on this computer how alike strangers look to it"),
                remedy=say("Enrol people, then add it again"),
            )
        return model.thresholds

    def note_access(self, what: What, count: int, person: int | None = None) -> None:
        """Note in the access log what was done with so many people or faces, or with one person.

        Raises:
            StorageError: It cannot be written.
        """
        with self.db.write(_NO_ENTRY) as session:
            access.note(session, what, count, person)

    def note_named(self, faces: Mapping[int, int]) -> None:
        """Note in the access log who was found in so many faces of pictures, by person.

        Raises:
            StorageError: It cannot be written.
        """
        if faces:
            with self.db.write(_NO_ENTRY) as session:
                for person, count in sorted(faces.items()):
                    access.note(session, What.NAMED, count, person)

    def _register_default(self) -> None:
        """Make the default model known and active in a new gallery; bring what is known of it up to date."""
        renew_models(self.db, self.folder.root)
        model = published_model(registry.card(registry.DEFAULT_RECOGNISER))
        with self.db.read() as session:
            active = gallery_models.active(session)
            known = {m.id: replace(m, active=False) for m in gallery_models.everything(session)}
        if active is not None and known.get(model.id) == model:
            return
        with self.db.write() as session:
            gallery_models.add(session, model)
            if gallery_models.active(session) is None:
                gallery_models.activate(session, model.id)
                gallery_models.set_read_by(session, registry.PREPROCESSING)


def _unusable(model: Model, why: Text, what: Text) -> ModelError:
    return ModelError(
        say("the weights of {model} {what}", model=model.name, what=what),
        why=why,
        remedy=say("Switch to another model, or put the right file back"),
    )


def preprocessing_of(model: Model) -> "Preprocessing":
    """What a model's crops go through: as it was told, else as the published network of its kind wants it."""

    if model.preprocessing is not None:
        return model.preprocessing
    card = next(one for one in registry.registry().values() if one.backbone == model.backbone)
    assert card.preprocessing is not None  # noqa: S101 - a recogniser's card has one
    return card.preprocessing


def published_model(card: registry.Card, sha256: str = "", weights_path: str | None = None) -> Model:
    """Describe a published recogniser as the gallery keeps it.

    Args:
        card: Its entry in the registry.
        sha256: Of its weights, where the registry states none.
        weights_path: Relative to the data folder; None for weights that Kith finds itself.
    """
    return Model(
        id=registry.model_id(card.sha256 or sha256, card.backbone),
        name=card.name,
        backbone=card.backbone,
        dimension=card.dimension,
        weights_path=weights_path,
        thresholds=card.thresholds,
        licence=str(card.licence),
    )
