"""Running a program at arrivals and departures."""

import json
import os
import subprocess
from collections.abc import Sequence

from app.core.log import Code
from app.core.text import quote, say
from app.services.presence.actions.action import ActionError, HopelessError
from app.services.presence.actions.event import as_document, as_variables
from app.services.presence.book import Told

_SECONDS = 30.0
"""How long a command may take."""


class CommandAction:
    """Runs a program with the visit in its environment and, as JSON, on its input. No shell reads it."""

    code = Code("command")
    name = say("the command")

    def __init__(self, words: Sequence[str]) -> None:
        """Take the program and its arguments."""
        self._words = list(words)

    def begin(self) -> None:
        """There is nothing to get ready."""

    def deliver(self, told: Told) -> None:
        """Run it.

        Raises:
            ActionError: It took too long, or failed.
            HopelessError: There is no such program.
        """
        environment = os.environ | as_variables(told)
        text = json.dumps(as_document(told)) + "\n"
        what = say("{program} did not run", program=self._words[0])
        try:
            done = subprocess.run(  # noqa: S603 - the user's own program, and no shell
                self._words,
                input=text.encode(),
                env=environment,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise ActionError(what, why=say("it took longer than {n} s", n=int(_SECONDS))) from error
        except (OSError, ValueError) as error:  # the latter of a NUL, as no program's name holds
            raise HopelessError(
                what, why=quote(error), remedy=say("Check its path in the settings")
            ) from error
        if done.returncode != 0:
            raise ActionError(
                say("{program} failed", program=self._words[0]),
                why=say("its exit code is {code}", code=done.returncode),
            )

    def close(self) -> None:
        """There is nothing to say."""
