"""A window as the engine knows it: `window.py DATA SOURCE FOLDER close` (or `stay`) puts it to work."""

import sys
import time
from pathlib import Path

from app.engine.client import Client
from app.engine.protocol import Event, LiveFaces, TrainingStepped
from app.engine.requests import ImportFolder, ListPeople, Retrain, StartLive

heard: set[type[Event]] = set()
client = Client(Path(sys.argv[1]), lambda event: heard.add(type(event)), device="cpu")
client.start()
client.request(ListPeople()).result()
client.request(StartLive(sys.argv[2]))
training = client.request(Retrain())
client.request(ImportFolder(Path(sys.argv[3])))
while not {TrainingStepped, LiveFaces} <= heard:
    time.sleep(0.01)
print("busy", flush=True)  # noqa: T201
if sys.argv[4] == "stay":
    time.sleep(600)
client.newest_frame()
client.close()
heavy = ("torch", "cv2", "sqlalchemy", "PIL", "app.services", "app.gallery", "app.vision", "app.engine.host")
print([name for name in heavy if name in sys.modules])  # noqa: T201
