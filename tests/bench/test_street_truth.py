from tests.bench import street_truth


def test_everybody_who_can_be_recognised_is_there_for_half_a_second() -> None:
    frames = street_truth.boxes(1280)
    assert len(frames) == street_truth.FRAMES
    for person in street_truth.PEOPLE:
        assert sum(person in people for people in frames) >= 12
    assert all(box.x < 1280 and box.y < 720 for people in frames for box in people.values())


def test_switches_are_counted_within_a_visit() -> None:
    had = {"boy": [(0, 1), (1, 1), (2, 7), (90, 3)], "grey": [(0, 2), (1, 2)]}
    assert street_truth.switches(had, within=10) == 1
    assert street_truth.switches(had, within=100) == 2
    assert street_truth.purity(had) == 4 / 6
