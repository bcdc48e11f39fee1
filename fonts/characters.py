"""The characters that the faces keep, by blocks of Unicode."""

from collections.abc import Iterable

Block = tuple[int, int]

LATIN: tuple[Block, ...] = (
    (0x20, 0x7E),
    (0xA0, 0x17F),  # also names that people give to versions
    (0x2BC, 0x2BC),
    (0x2C6, 0x2C7),
    (0x2D8, 0x2DD),
    (0x300, 0x30C),
)
GREEK: tuple[Block, ...] = ((0x391, 0x3A1), (0x3A3, 0x3A9), (0x3B1, 0x3C9))
PUNCTUATION: tuple[Block, ...] = ((0x2010, 0x2027), (0x2030, 0x203A), (0x2044, 0x2044))
RAISED_AND_LOWERED: tuple[Block, ...] = ((0x2070, 0x2071), (0x2074, 0x208E))
LETTERLIKE: tuple[Block, ...] = (
    (0x20AC, 0x20AC),  # the euro
    (0x210E, 0x210F),  # the italic h stands here, not among the italic letters
    (0x2113, 0x2113),
    (0x2116, 0x2116),
    (0x2122, 0x2122),
)
SIGNS: tuple[Block, ...] = (
    (0x2190, 0x21FF),  # arrows
    (0x2200, 0x22FF),  # operators
    (0x2308, 0x230B),
    (0x2318, 0x2318),  # the key of a Mac
    (0x25A1, 0x25A1),
    (0x25B3, 0x25B3),
    (0x25CF, 0x25CF),
    (0x2713, 0x2713),
)
FOR_FORMULAS: tuple[Block, ...] = (
    (0x237, 0x237),  # a dotless j below an accent
    (0x3D1, 0x3D1),
    (0x3D5, 0x3D5),
    (0x3F5, 0x3F5),
    (0x2057, 0x2057),
    (0x2061, 0x2064),  # what is not seen between a function and its argument
    (0x239B, 0x23B3),  # brackets in pieces
    (0x23DC, 0x23E1),  # brackets that lie
    (0x27E8, 0x27EB),
    (0x1D434, 0x1D467),  # italic letters, which single-letter identifiers turn into
    (0x1D6A4, 0x1D6A5),
    (0x1D6E2, 0x1D71B),  # italic Greek
)

TEXT = LATIN + GREEK + PUNCTUATION + RAISED_AND_LOWERED + LETTERLIKE + ((0x2212, 0x2212), (0x2215, 0x2215))
MATHEMATICS = LATIN[:1] + GREEK + PUNCTUATION + RAISED_AND_LOWERED + LETTERLIKE + SIGNS + FOR_FORMULAS + (
    (0xA0, 0xA0),
    (0xAC, 0xAC),
    (0xB1, 0xB1),
    (0xB7, 0xB7),
    (0xD7, 0xD7),
    (0xF7, 0xF7),
    (0x300, 0x30C),
    (0x338, 0x338),
)  # fmt: skip


def code_points(blocks: Iterable[Block]) -> list[int]:
    """Return every code point of some blocks."""
    return [point for first, last in blocks for point in range(first, last + 1)]
