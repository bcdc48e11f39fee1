import numpy as np

from recognizer.nn.arrays import Memory


def memory() -> Memory:
    return Memory(np.dtype(np.float32))


def test_the_same_name_and_shape_is_the_same_memory() -> None:
    lent = memory()
    first = lent.array("Z", (4, 3))
    assert (first == 0).all()
    assert first.dtype == np.float32
    first[...] = 7
    assert lent.array("Z", (4, 3)) is first
    assert not np.shares_memory(lent.array("A", (4, 3)), first)
    assert not np.shares_memory(lent.array("Z", (4, 2)), first)


def test_any_number_of_samples_takes_no_more_memory_than_the_largest() -> None:
    lent = memory()
    many = lent.array("Z", (60, 2, 3))
    for n in range(1, 60):
        few = lent.array("Z", (n, 2, 3))
        assert few.shape == (n, 2, 3)
        assert few.flags.c_contiguous
        assert np.shares_memory(few, many)


def test_views_are_laid_out_once_for_as_many_samples() -> None:
    lent, laid_out = memory(), []

    def lay_out(n: int, _memory: Memory) -> int:
        laid_out.append(n)
        return n

    assert [lent.views(n, lay_out) for n in (2, 2, 3, 3, 2)] == [2, 2, 3, 3, 2]
    assert laid_out == [2, 3, 2]
