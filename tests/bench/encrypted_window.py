"""The real window on an encrypted gallery, used and left open, for `measure_encryption`.

    python -m tests.bench.encrypted_window DATA_FOLDER PASSPHRASE_FILE CLIP PHOTOS

It enrols, watches, imports, sorts and retrains; then it prints "ready" and waits to be killed.
"""

import sys
from pathlib import Path

from app.engine.requests.enrolling import EnrolFiles
from app.engine.requests.people import ListPeople
from app.engine.requests.training import Retrain
from app.keys.unlocking import unlock
from app.ui.live.page import LivePage
from app.ui.people.page import PeoplePage
from app.ui.photos.page import PhotosPage
from tests.app.ui.conftest import Driver

NAMES = ("Zuleikha Brandvold", "Thorvald Quispel", "Ysolde Fenwright")


def main() -> None:
    """Use it."""
    data, secret, clip, photos = map(Path, sys.argv[1:])
    unlock(data, secret.read_text())
    drive = Driver(data)
    for name, folder in zip(NAMES, sorted((photos / "people").iterdir()), strict=True):
        drive.ask(EnrolFiles(name, (str(folder),)))
    live = drive.page("live", LivePage)
    live.session.start(str(clip))
    drive.until(lambda: any(face.name in NAMES for face in live.video.faces))
    album = drive.page("photos", PhotosPage)
    album.add_folder(photos / "album")
    drive.until(lambda: album.faces.rows)
    drive.ask(Retrain(activate=True))
    drive.page("people", PeoplePage)
    assert {one.name for one in drive.ask(ListPeople())} == set(NAMES)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    drive.shell.app.exec()


if __name__ == "__main__":
    main()
