from recognizer.ink.lattice.grouping import group_by_overlap


def test_it_reads_from_left_to_right_whatever_the_order_drawn() -> None:
    assert group_by_overlap({"c": (20, 25), "a": (0, 5), "b": (10, 15)}) == [["a"], ["b"], ["c"]]


def test_a_delayed_bar_joins_its_digit() -> None:
    assert group_by_overlap({0: (0, 6), 1: (8, 14), 2: (1, 7)}) == [[0, 2], [1]]


def test_neighbours_that_overlap_a_little_stay_apart() -> None:
    assert group_by_overlap({0: (0, 10), 1: (8, 18)}) == [[0], [1]]


def test_a_thin_stroke_within_a_wide_one_is_part_of_it() -> None:
    assert group_by_overlap({0: (0, 10), 1: (4, 5)}) == [[0, 1]]


def test_a_group_keeps_the_order_drawn() -> None:
    assert group_by_overlap({3: (2, 9), 1: (0, 8)}) == [[3, 1]]


def test_a_short_piece_does_not_end_a_long_one() -> None:
    assert group_by_overlap({0: (0, 10), 1: (1, 3), 2: (4, 9)}) == [[0, 1, 2]]


def test_nothing_is_no_group() -> None:
    assert group_by_overlap({}) == []
