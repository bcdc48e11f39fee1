"""Strokes and pictures → the 28×28 tiles that the network reads."""

from recognizer.ink.drawings.segmentation import lattice_from_strokes
from recognizer.ink.errors import (
    BrokenPicture,
    InkError,
    PictureError,
    PictureTooLarge,
    StrokesError,
    UnknownPictureFormat,
)
from recognizer.ink.glyphs import (
    Glyph,
    glyphs_from_ink,
    glyphs_from_strokes,
    tile_of_strokes,
)
from recognizer.ink.lattice.lattice import (
    Lattice,
    LatticePath,
    LatticeRow,
    Scores,
    Segment,
    best_path,
    chain,
    first_candidates,
    promising_candidates,
)
from recognizer.ink.marks import Mark, MarkKind
from recognizer.ink.paper.cleaning import AS_IT_STANDS, OTHER_LOOKS, Look, Reliefs, picture_to_ink
from recognizer.ink.paper.grey import Picture, picture_of
from recognizer.ink.pictures.blank import Blank, blank_because
from recognizer.ink.pictures.opening import open_picture
from recognizer.ink.pictures.segmentation import lattice_from_ink
from recognizer.ink.strokes import Mode, Stroke

__all__ = [
    "AS_IT_STANDS",
    "OTHER_LOOKS",
    "Blank",
    "BrokenPicture",
    "Glyph",
    "InkError",
    "Lattice",
    "LatticePath",
    "LatticeRow",
    "Look",
    "Mark",
    "MarkKind",
    "Mode",
    "Picture",
    "PictureError",
    "PictureTooLarge",
    "Reliefs",
    "Scores",
    "Segment",
    "Stroke",
    "StrokesError",
    "UnknownPictureFormat",
    "best_path",
    "blank_because",
    "chain",
    "first_candidates",
    "glyphs_from_ink",
    "glyphs_from_strokes",
    "lattice_from_ink",
    "lattice_from_strokes",
    "open_picture",
    "picture_of",
    "picture_to_ink",
    "promising_candidates",
    "tile_of_strokes",
]
