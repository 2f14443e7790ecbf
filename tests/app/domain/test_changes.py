from app.domain.changes import Changes


def test_changes_add_up() -> None:
    both = Changes("First", people=frozenset({1})) | Changes("Second", frozenset({2}), faces=frozenset({3}))
    assert both == Changes("First", frozenset({1, 2}), frozenset({3}))
    assert Changes() | both == both
