"""Opening a stream, and why it cannot be opened: OpenCV keeps the reason to itself, so the host is asked."""

import http.client
import re
import socket
from base64 import b64encode
from contextlib import closing
from urllib.parse import SplitResult, unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

import cv2

from app.core.errors import SourceError
from app.core.text import Text, say
from app.vision.sources.address import called

_READ_SECONDS = 5.0
"""After which a read that hangs comes back."""
_CONNECT_SECONDS = 1.5
_PORTS = {"rtsp": 554, "rtsps": 322, "rtmp": 1935, "http": 80, "https": 443}
_WEB, _NAMES = ("http", "https"), 53
_ON = (301, 302, 303, 307, 308)
"""What a host says that sends on to another address."""
_TURN_ON = say("Check that it is on and that the address is right")
_LONGEST_ANSWER = 4096
_LOCATION = re.compile(r"^Location: *(\S+)", re.IGNORECASE | re.MULTILINE)


def ports_of(address: str) -> set[int]:
    """Ports of TCP that a stream takes: its own, that of a proxy, and that at which hosts may be looked up.

    Where its own is 80 that of HTTPS is one, too: hosts often send on to it.
    """
    parts, ports = urlsplit(address), {_NAMES}
    own = _port(parts)
    if own is not None:
        ports.add(own)
    if own == _PORTS["http"]:
        ports.add(_PORTS["https"])
    if parts.scheme in _WEB and (proxy := getproxies().get("http")):  # FFmpeg's for both
        ports.add(_port(urlsplit(proxy)) or _PORTS["http"])
    return ports


def _port(parts: SplitResult) -> int | None:
    try:
        return parts.port or _PORTS.get(parts.scheme)
    except ValueError:
        return None


def check_stream(address: str) -> None:
    """Connect to a stream's host and hang up: that tells sooner than OpenCV does, and with a reason.

    Raises:
        SourceError: It cannot be reached; the text says why.
    """
    _reach(address, urlsplit(address))


def open_stream(address: str, seconds: float, threads: int) -> cv2.VideoCapture:
    """Open a stream.

    Args:
        address: With user name and password, where it asks for them.
        seconds: After which it counts as silent.
        threads: That decode it.

    Raises:
        SourceError: It cannot be opened; the text says why.
    """
    limits = {
        cv2.CAP_PROP_OPEN_TIMEOUT_MSEC: int(1000 * seconds),
        cv2.CAP_PROP_READ_TIMEOUT_MSEC: int(1000 * _READ_SECONDS),
        cv2.CAP_PROP_N_THREADS: threads,
    }
    capture = cv2.VideoCapture(address, cv2.CAP_FFMPEG, [one for limit in limits.items() for one in limit])
    if not capture.isOpened():
        capture.release()
        raise _refused(address, *_why_not(urlsplit(address)))
    return capture


def _refused(address: str, why: Text, remedy: Text) -> SourceError:
    return SourceError(say("{path} cannot be opened", path=called(address)), why=why, remedy=remedy)


def _reach(address: str, parts: SplitResult) -> None:
    try:
        host, port = parts.hostname, parts.port or _PORTS.get(parts.scheme)
    except ValueError:
        raise _refused(address, say("its port is no number"), say("Check the address")) from None
    if not host or port is None or parts.scheme == "udp" or _by_proxy(parts):
        return
    try:
        socket.create_connection((host, port), _CONNECT_SECONDS).close()
    except (socket.gaierror, UnicodeError) as error:
        why = say("there is no host called {host}", host=host)
        raise _refused(address, why, say("Check the address and the network")) from error
    except ConnectionRefusedError as error:
        why = say("the host answers, but refuses the connection at port {port}", port=str(port))
        raise _refused(address, why, say("Check the address, and that the camera is on")) from error
    except TimeoutError as error:
        raise _refused(address, say("the host does not answer"), _TURN_ON) from error
    except OSError as error:
        raise _refused(address, say("the host cannot be reached"), _TURN_ON) from error


def _by_proxy(parts: SplitResult) -> bool:
    return parts.scheme in getproxies() and not proxy_bypass(parts.hostname or "")


def _why_not(parts: SplitResult) -> tuple[Text, Text]:
    """Ask a host that takes connections, but gives no stream, what it thinks of the address."""
    ask = {"http": _http_status, "https": _http_status, "rtsp": _rtsp_status}.get(parts.scheme)
    try:
        status, to = ask(parts) if ask else (0, "")
    except TimeoutError:
        return say("the host does not answer"), _TURN_ON
    except (OSError, http.client.HTTPException, ValueError):
        status, to = 0, ""
    if status in _ON and (port := _elsewhere(parts, to)):
        why = say("the host sends on to port {port}, of which the address says nothing", port=str(port))
        return why, say("Enter the address that it sends on to, if you trust it")
    if status in (401, 403):
        return _not_let_in(parts)
    if status in (404, 410, 454):
        return say("there is no stream at this address"), say("Check what follows the host in the address")
    if status >= 500:
        return say("the host answers with error {status}", status=str(status)), say("Try again later")
    return say("what comes from there is no stream that can be read"), say(
        "Check the address, the user name and the password, and that the camera is on"
    )


def _elsewhere(parts: SplitResult, to: str) -> int | None:
    """At which port it goes on that this stream may not reach, if that is so."""
    try:
        port = _port(urlsplit(to))
    except ValueError:
        return None
    return None if port in ports_of(parts.geturl()) else port


def _not_let_in(parts: SplitResult) -> tuple[Text, Text]:
    if parts.username:
        return say("the user name or the password is wrong"), say("Check both, and enter the address again")
    return say("it asks for a user name and a password"), say(
        "Write them into the address: {example}", example=f"{parts.scheme}://user:password@host"
    )


def _credentials(parts: SplitResult) -> dict[str, str]:
    if not parts.username:
        return {}
    plain = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
    return {"Authorization": f"Basic {b64encode(plain.encode()).decode()}"}


def _target(parts: SplitResult) -> str:
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _http_status(parts: SplitResult) -> tuple[int, str]:
    """What a host answers, and where it sends on to."""
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    with closing(kind(parts.hostname or "", parts.port, timeout=_CONNECT_SECONDS)) as host:
        host.request("GET", _target(parts), headers=_credentials(parts))
        answer = host.getresponse()
        return answer.status, answer.getheader("Location", "")


def _rtsp_status(parts: SplitResult) -> tuple[int, str]:
    """What a host answers, and where it sends on to."""
    where = f"rtsp://{parts.netloc.rpartition('@')[2]}{_target(parts)}".replace(" ", "%20")
    if any(ord(sign) < 32 for sign in where):
        raise ValueError("control characters")
    lines = [f"DESCRIBE {where} RTSP/1.0", "CSeq: 1", *map(": ".join, _credentials(parts).items())]
    place = (parts.hostname or "", parts.port or _PORTS["rtsp"])
    with socket.create_connection(place, _CONNECT_SECONDS) as host:
        host.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        answer = host.recv(_LONGEST_ANSWER)
    version, status, *_ = answer.split(maxsplit=2)
    to = _LOCATION.search(answer.decode("latin-1"))
    return (int(status) if version.startswith(b"RTSP/") else 0), to[1] if to else ""
