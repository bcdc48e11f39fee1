import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from recognizer.datasets.errors import IdxError
from recognizer.datasets.idx import decode_idx, encode_idx


def test_it_writes_the_header_that_the_format_prescribes() -> None:
    content = encode_idx(np.array([[1, 2, 3], [4, 5, 6]], np.uint8))

    assert content == bytes.fromhex("00000802 00000002 00000003 010203040506")


@given(npst.arrays(np.uint8, npst.array_shapes(min_dims=1, max_dims=4, min_side=0, max_side=5)))
def test_what_is_written_is_read_back(array: np.ndarray) -> None:
    np.testing.assert_array_equal(decode_idx(encode_idx(array), "a"), array)


@given(st.binary(max_size=40))
def test_any_other_bytes_are_refused_or_sound(content: bytes) -> None:
    try:
        array = decode_idx(content, "a")
    except IdxError:
        return
    assert encode_idx(array) == content


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "a.idx: expected an IDX file of unsigned bytes (00 00 08 …), found nothing."),
        (
            b"\x1f\x8b\x08\x00",
            "a.idx: expected an IDX file of unsigned bytes (00 00 08 …), found 1f 8b 08 00.",
        ),
        (b"\0\0\x08\x02\0\0\0\1", "a.idx: expected a header of 12 bytes, found 8 bytes in all."),
        (b"\0\0\x08\x01\0\0\0\3ab", "a.idx: expected 3 bytes for shape (3,), found 2."),
        (b"\0\0\x08\x01\0\0\0\1ab", "a.idx: expected 1 bytes for shape (1,), found 2."),
    ],
)
def test_it_says_what_is_wrong(content: bytes, message: str) -> None:
    with pytest.raises(IdxError) as caught:
        decode_idx(content, "a.idx")

    assert str(caught.value) == message
