import threading

import pytest

from app.core.errors import Cancelled
from app.core.progress import CancelToken


def test_a_token_starts_unset_and_stays_set() -> None:
    token = CancelToken()
    assert not token
    token.check()
    token.cancel()
    token.cancel()
    assert token
    with pytest.raises(Cancelled):
        token.check()


def test_any_thread_may_cancel() -> None:
    token = CancelToken()
    thread = threading.Thread(target=token.cancel)
    thread.start()
    thread.join()
    assert token
