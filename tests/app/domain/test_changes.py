from app.core.text import say
from app.domain.changes import Changes


def test_changes_add_up() -> None:
    both = Changes(say("First"), people=frozenset({1})) | Changes(
        say("Second"), frozenset({2}), faces=frozenset({3})
    )
    assert both == Changes(say("First"), frozenset({1, 2}), frozenset({3}))
    assert Changes() | both == both
