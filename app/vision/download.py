"""Fetching model files: with progress, checked, and never half there."""

import hashlib
import http.client
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from app.core.errors import ModelError
from app.core.files import replacing, writing_model
from app.core.progress import CancelToken, Progress, ProgressSink, ignore_progress
from app.core.text import quote, say

_TIMEOUT = 30.0
_BLOCK = 1 << 18
_MAX_BYTES = 1 << 30


def download(
    url: str,
    target: Path,
    sha256: str,
    progress: ProgressSink = ignore_progress,
    cancel: CancelToken | None = None,
) -> Path:
    """Download a file beside its target, check it, and only then give it its name.

    Args:
        url: An http or https address.
        target: Where the file goes; its folder is made.
        sha256: What it must hash to; "" where nobody knows.
        progress: Hears bytes done and in all.
        cancel: Polled between blocks.

    Raises:
        ModelError: No connection, an incomplete transfer, or a file of another hash. Nothing is left behind.
        Cancelled: The user stopped it. Nothing is left behind.
    """
    if not url.startswith(("https://", "http://")):
        raise ModelError(say("{url} is not a web address", url=url))
    with writing_model(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        with replacing(target) as part:
            found = _fetch(url, part, progress, CancelToken() if cancel is None else cancel)
            if sha256 and found != sha256:
                raise _another(url, target, found, sha256)
    return target


def _another(url: str, target: Path, found: str, expected: str) -> ModelError:
    return ModelError(
        say("what {url} sent is not the file Kith knows", url=url),
        why=say(
            "its SHA-256 is {found}..., expected {expected}...", found=found[:12], expected=expected[:12]
        ),
        remedy=say("Try again, or get {file} elsewhere and add it from that file", file=target.name),
    )


def _fetch(url: str, part: IO[bytes], progress: ProgressSink, cancel: CancelToken) -> str:
    """Copy the answer's body into `part`, and return its SHA-256."""
    digest, done = hashlib.sha256(), 0
    for block, total in _blocks(url):
        cancel.check()
        part.write(block)
        digest.update(block)
        done += len(block)
        progress(Progress(done, total, say("Downloading {file}", file=url.rpartition("/")[2])))
    return digest.hexdigest()


def _blocks(url: str) -> Iterator[tuple[bytes, int]]:
    """The answer's body in blocks, each with the size of the whole (0 where the server does not say)."""
    request = urllib.request.Request(url, headers={"User-Agent": "kith"})  # noqa: S310 - checked by the caller
    done = total = 0
    try:
        with urllib.request.urlopen(request, timeout=_TIMEOUT) as answer:  # noqa: S310 - likewise
            total = int(answer.headers.get("Content-Length") or 0)
            while block := answer.read(_BLOCK):
                done += len(block)
                if done > _MAX_BYTES:
                    raise ModelError(say("what {url} sends is too large to be a model", url=url))
                yield block, total
    except urllib.error.HTTPError as error:
        raise ModelError(
            say("{url} refused the download", url=url),
            why=say("{code} {reason}", code=error.code, reason=error.reason),
        ) from error
    except (OSError, ValueError, http.client.HTTPException) as error:
        if done:
            raise _broken_off(url, done, total) from error
        raise ModelError(
            say("{url} cannot be reached", url=url),
            why=quote(str(getattr(error, "reason", error))),
            remedy=say("Check the connection, or get the file elsewhere and add it from there"),
        ) from error
    if done < total:
        raise _broken_off(url, done, total)


def _broken_off(url: str, done: int, total: int) -> ModelError:
    size = say("{done} of {total}", done=done, total=total) if total else say("only {done}", done=done)
    return ModelError(
        say("the download from {url} broke off", url=url),
        why=say("{size} bytes came", size=size),
        remedy=say("Try again"),
    )
