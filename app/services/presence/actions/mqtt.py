"""Telling an MQTT broker who is there, so that Home Assistant finds it by itself.

Each person at each source is a binary sensor of its discovery, `presence`: on from arriving to leaving. It is
all retained, so that whoever connects later knows too. A last will says offline where Kith ends without a
word; sensors that are on from then are turned off when it is back. Of people who are no more, such as those
forgotten, the broker is told to forget the sensors: as it is connected, and with the next visit of anybody.
"""

import json
import socket
import ssl
from collections.abc import Callable, Collection
from hashlib import sha256
from threading import Condition
from typing import Any
from urllib.parse import unquote, urlsplit

import paho.mqtt.client as paho
from paho.mqtt.enums import CallbackAPIVersion

from app.core.errors import StorageError
from app.core.log import Code, Log
from app.core.text import Text, masked, say
from app.domain.visit import Visit
from app.services.presence.actions.action import ActionError
from app.services.presence.actions.event import as_document
from app.services.presence.book import Told

_log = Log(__name__)

_SECONDS = 10.0
_KEEPALIVE = 30
_LONGEST_PAUSE = 60
"""Seconds between two tries to connect, at most."""
_DISCOVERY = "homeassistant"
_PARTS = ("state", "visit")
"""Of a sensor's own topics."""


class MqttAction:
    """Keeps a connection to a broker from the beginning on, and takes it up again when it breaks."""

    code = Code("mqtt")
    name = say("the MQTT broker")

    def __init__(
        self,
        address: str,
        node: str,
        password: Callable[[], str | None],
        people: Callable[[], Collection[int]] | None = None,
        *,
        anyone_here: bool = False,
    ) -> None:
        """Take what is needed to connect.

        Args:
            address: As `mqtt://user@host:1883`, or `mqtts://` for TLS.
            node: What tells this Kith, at this source, from others at the same broker.
            password: Where the password of that user is found.
            people: Who there is, by their identifiers; asked on any thread. Without it nobody is forgotten.
            anyone_here: Whether somebody may be there of whom the broker was told already.
        """
        parts = urlsplit(address)
        self._address, self._password, self._anyone_here = address, password, anyone_here
        self._people, self._sensors = people, set[str]()
        self._host, self._port = (
            parts.hostname or "",
            parts.port or (8883 if parts.scheme == "mqtts" else 1883),
        )
        self._user = unquote(parts.username) if parts.username else None
        self._root = f"kith/{node}"
        self._node = node
        self._retained: dict[str, str] = {}
        self._visits: dict[int, Visit] = {}
        self._changed = Condition()
        self._connected, self._refused = False, ""
        self._client = paho.Client(CallbackAPIVersion.VERSION2, client_id=f"kith-{node}")
        self._client.will_set(self._availability, "offline", qos=1, retain=True)
        self._client.reconnect_delay_set(1, _LONGEST_PAUSE)
        self._client.on_connect = self._on_connect
        self._client.on_disconnect = self._on_disconnect
        self._client.on_message = self._on_state
        self._client.message_callback_add(self._config("+"), self._on_config)
        if parts.scheme == "mqtts":
            self._client.tls_set_context(ssl.create_default_context())
        self._started = False

    @property
    def _availability(self) -> str:
        return f"{self._root}/availability"

    def _config(self, sensor: str) -> str:
        """The topic by which a sensor is found."""
        return f"{_DISCOVERY}/binary_sensor/kith_{self._node}/{sensor}/config"

    def begin(self) -> None:
        """Connect, on a thread of the client's own.

        Raises:
            KnownError: The password cannot be found.
        """
        if self._started:
            return
        if self._user is not None:
            self._client.username_pw_set(self._user, self._password())
        self._client.connect_async(self._host, self._port, _KEEPALIVE)
        self._client.loop_start()
        self._started = True

    def deliver(self, told: Told) -> None:
        """Tell the broker, which answers that it has it.

        Raises:
            ActionError: It is not reached, or does not answer.
        """
        self.begin()
        messages = self._messages(told)
        self._retained |= messages
        with self._changed:
            if not self._changed.wait_for(lambda: self._connected, _SECONDS):
                raise self._not_reached()
        for sent in [self._publish(topic, text) for topic, text in messages.items()]:
            try:
                sent.wait_for_publish(_SECONDS)
            except (RuntimeError, ValueError) as error:
                raise self._not_reached() from error
            if not sent.is_published():
                raise self._not_reached()
        self._forget_those_gone()

    def close(self) -> None:
        """Say that nobody looks any more."""
        if not self._started:
            return
        if self._connected:
            sent = self._publish(self._availability, "offline")
            try:
                sent.wait_for_publish(2.0)
            except (RuntimeError, ValueError) as error:
                _log.debug("the broker was not told of the end", error=error)
        self._client.disconnect()
        self._client.loop_stop()
        self._client.on_connect = self._client.on_disconnect = self._client.on_message = None
        self._client.message_callback_remove(self._config("+"))  # no circle: its sockets close with it

    def _messages(self, told: Told) -> dict[str, str]:
        """What a visit says, by topic: the sensor itself, its state, and the visit as its attributes."""
        visit = self._visits.setdefault(told.visit.id, told.visit)  # it may have been corrected meanwhile
        sensor = str(visit.person)
        self._sensors.add(sensor)
        topic = f"{self._root}/{sensor}"
        place = _place(visit.source)
        config = {
            "name": f"{visit.name} ({place})",
            "unique_id": f"kith_{self._node}_{sensor}",
            "device_class": "presence",
            "state_topic": f"{topic}/state",
            "json_attributes_topic": f"{topic}/visit",
            "availability_topic": self._availability,
            "payload_on": "ON",
            "payload_off": "OFF",
            "device": {
                "identifiers": [f"kith_{self._node}"],
                "name": f"Kith ({place})",
                "manufacturer": "Kith",
            },
        }
        return {
            self._config(sensor): json.dumps(config),
            f"{topic}/state": "ON" if told.arrived else "OFF",
            f"{topic}/visit": json.dumps(as_document(told)),
        }

    def _publish(self, topic: str, text: str) -> paho.MQTTMessageInfo:
        return self._client.publish(topic, text, qos=1, retain=True)

    def _on_connect(self, _: Any, __: Any, ___: Any, reason: Any, ____: Any) -> None:
        """A broker that was started anew may have forgotten everything: tell it all."""
        with self._changed:
            self._connected, self._refused = not reason.is_failure, str(reason) if reason.is_failure else ""
            self._changed.notify_all()
        if self._connected:
            _log.info("connected to the broker")
            self._publish(self._availability, "online")
            for topic, text in [*self._retained.items()]:
                self._publish(topic, text)
            self._client.subscribe(self._config("+"), qos=1)
            if not self._anyone_here:
                self._client.subscribe(f"{self._root}/+/state", qos=1)
        else:
            _log.warning("the broker refuses", code=int(reason.value))

    def _on_state(self, _: Any, __: Any, message: paho.MQTTMessage) -> None:
        """Turn off what is on though nobody came: it was left so by a Kith that ended without a word."""
        if message.retain and message.payload == b"ON" and message.topic not in self._retained:
            self._publish(message.topic, "OFF")

    def _on_config(self, _: Any, __: Any, message: paho.MQTTMessage) -> None:
        """Hear of a sensor that the broker knows, perhaps from an earlier run."""
        if message.retain and message.payload:
            self._sensors.add(message.topic.split("/")[-2])
            self._forget_those_gone()

    def _forget_those_gone(self) -> None:
        """Take back what the broker keeps of people who are no more."""
        if self._people is None:
            return
        try:
            known = {*map(str, self._people())}
        except StorageError as error:
            _log.warning("nobody knows whose sensors are to go", error=error)
            return
        for sensor in self._sensors - known:
            self._sensors.discard(sensor)
            for topic in (self._config(sensor), *(f"{self._root}/{sensor}/{part}" for part in _PARTS)):
                self._retained.pop(topic, None)
                self._publish(topic, "")

    def _on_disconnect(self, *_: Any) -> None:
        with self._changed:
            self._connected = False

    def _not_reached(self) -> ActionError:
        why: Text = say("it does not answer")
        if self._refused:
            why = say("it refuses: {reason}", reason=self._refused)
        return ActionError(
            say("{address} was not told", address=masked(self._address)),
            why=why,
            remedy=say("Check the address, the user and the password, and that the broker runs"),
        )


def node_of(folder: str, source: str) -> str:
    """What tells the Kith of this computer, data folder and source from others, without saying what they are.

    A broker hangs up on whoever has the name of one that connects later.
    """
    told_apart_by = f"{socket.gethostname()}\0{folder}\0{source}"
    return sha256(told_apart_by.encode("utf-8", "surrogateescape")).hexdigest()[:10]


def _place(source: str) -> str:
    if source.isdecimal():
        return f"camera {source}"
    return (
        urlsplit(source).hostname or "" if "://" in source else source.replace("\\", "/").rpartition("/")[2]
    )
