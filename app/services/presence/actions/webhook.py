"""Sending arrivals and departures to an address, as JSON."""

import json
from collections.abc import Callable
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from app.core.log import Code
from app.core.text import masked, quote, say
from app.services.presence.actions.action import ActionError, HopelessError
from app.services.presence.actions.event import as_document
from app.services.presence.book import Told

_SECONDS = 10.0
_TRY_AGAIN = (408, 425, 429)
"""Answers that put off rather than refuse, besides those of 500 and above."""


class _NoRedirect(HTTPRedirectHandler):
    """A token is for the address that the user gave, and for no other."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


class WebhookAction:
    """Posts the visit as JSON to an address, with a token where the user gave one."""

    code = Code("webhook")
    name = say("the webhook")

    def __init__(self, address: str, token: Callable[[], str | None]) -> None:
        """Take an http or https address, and where its token is found."""
        self._address, self._token = address, token
        self._opener = build_opener(_NoRedirect)

    def begin(self) -> None:
        """There is nothing to get ready."""

    def deliver(self, told: Told) -> None:
        """Post it.

        Raises:
            ActionError: The address does not answer, or puts off.
            HopelessError: It refuses.
        """
        headers = {"Content-Type": "application/json", "User-Agent": "Kith"}
        if (token := self._token()) is not None:
            headers["Authorization"] = f"Bearer {token}"
        what = say("{address} was not told", address=masked(self._address))
        body = json.dumps(as_document(told)).encode()
        request = Request(self._address, body, headers, method="POST")  # noqa: S310 - settings allow no other scheme
        try:
            with self._opener.open(request, timeout=_SECONDS):
                return
        except HTTPError as error:
            error.close()
            why = say("it answers {code}", code=error.code)
            if error.code >= 500 or error.code in _TRY_AGAIN:
                raise ActionError(what, why=why) from error
            raise HopelessError(what, why=why, remedy=say("Check the address and the token")) from error
        except (OSError, HTTPException) as error:
            reason = getattr(error, "reason", error)
            raise ActionError(what, why=quote(str(reason) or type(reason).__name__)) from error

    def close(self) -> None:
        """There is nothing to say."""
