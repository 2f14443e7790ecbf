"""What Kith is: its version, its promise, and the licences of what it is made of."""

import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout

from app.domain.model import licence_text
from app.ui.look.resources import resource
from app.ui.look.texts import shown, tr
from app.ui.settings.section import Section, words
from app.ui.widgets.labels import label

_LIBRARIES = (
    ("Qt for Python", "PySide6-Essentials", "LGPL-3.0"),
    ("OpenVINO", "openvino", "Apache-2.0"),
    ("PyTorch", "torch", "BSD-3-Clause"),
    ("OpenCV", "opencv-python-headless", "Apache-2.0"),
    ("facenet-pytorch (MTCNN)", "facenet-pytorch", "MIT"),
)
"""What most of it rests on: name, package, licence."""
_NAMES = {
    "yunet": "YuNet",
    "onet": "O-Net (MTCNN)",
    "sface": "SFace",
    "vggface2": "InceptionResnetV1, VGGFace2",
    "casia-webface": "InceptionResnetV1, CASIA-WebFace",
}
"""Models as their makers write them."""


def licences() -> list[tuple[str, str]]:
    """Models as the manifest states them, and libraries: each one's name and licence."""
    manifest = tomllib.loads(Path(resource("models.toml")).read_text(encoding="utf-8"))
    models = [(_NAMES.get(name, name), shown(licence_text(entry))) for name, entry in manifest.items()]
    libraries = [(_versioned(name, package), licence) for name, package, licence in _LIBRARIES]
    return models + [(name, licence) for name, licence in libraries if name]


def _versioned(name: str, package: str) -> str:
    """A library with its version; "" where it is not installed, as OpenVINO where it has no wheel."""
    try:
        return f"{name} {version(package)}"
    except PackageNotFoundError:
        return ""


class AboutSection(Section):
    """Version, promise and licences."""

    def __init__(self) -> None:
        super().__init__(tr("About Kith"))
        self.column.addWidget(
            words(tr("Version {version}. Free software under the MIT licence.", version=version("kith")))
        )
        self.column.addWidget(
            words(
                tr(
                    "Faces never leave this computer. Kith goes online only to fetch the files of models, "
                    "and to what you name yourself: cameras, a photo server, and whom it tells of visits."
                )
            )
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        top = Qt.AlignmentFlag.AlignTop
        for place, (name, licence) in enumerate(licences()):
            grid.addWidget(label(name), place, 0, top)
            grid.addWidget(words(licence, "muted"), place, 1, top)
        self.column.addLayout(grid)
