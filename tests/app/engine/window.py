"""A window as the engine knows it: `window.py DATA SOURCE FOLDER` puts it to work, and stays."""

import sys
import time
from pathlib import Path

from app.domain.live import LiveFrame
from app.engine.client import Client
from app.engine.protocol import Event, Training
from app.engine.requests.live import StartLive
from app.engine.requests.people import ListPeople
from app.engine.requests.photos import ImportFolder
from app.engine.requests.training import Retrain
from trainer.events import Stepped

heard: set[type[object]] = set()


def hear(event: Event) -> None:
    """Note what kind of event came."""
    heard.add(type(event.event if isinstance(event, Training) else event))


client = Client(Path(sys.argv[1]), hear, device="cpu")
client.start()
client.request(ListPeople()).result()
client.request(StartLive(sys.argv[2]))
training = client.request(Retrain())
client.request(ImportFolder(Path(sys.argv[3])))
while not {Stepped, LiveFrame} <= heard:
    time.sleep(0.01)
print("busy", flush=True)  # noqa: T201
time.sleep(600)
