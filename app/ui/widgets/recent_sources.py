"""The sources that were watched last, to be chosen again or removed."""

from app.core.text import masked
from app.ui.link.memory import Memory

_KEY = "live/recent"
_MOST = 8


class RecentSources:
    """Videos, folders and addresses, the last first. Cameras are listed anyway.

    Attributes:
        listed: Addresses and names; an address may hold a password, a name never does.
    """

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self.listed: list[tuple[str, str]] = []
        self.recall()

    def recall(self) -> None:
        """Take over what was chosen elsewhere."""
        self.listed = self._memory.pairs(_KEY)[:_MOST]

    def add(self, address: str, name: str) -> None:
        """Put one first; the same address with another password is the same."""
        rest = [one for one in self.listed if masked(one[0]) != masked(address)]
        self._keep([(address, name), *rest])

    def remove(self, address: str) -> None:
        """Forget one."""
        self._keep([one for one in self.listed if one[0] != address])

    def clear(self) -> None:
        """Forget all."""
        self._keep([])

    def _keep(self, listed: list[tuple[str, str]]) -> None:
        self.listed = listed[:_MOST]
        self._memory.keep_pairs(_KEY, self.listed)
