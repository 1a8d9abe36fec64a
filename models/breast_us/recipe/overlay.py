"""What the machine drew into a picture: callipers and letters, found and painted over.

Nothing but strokes is looked for: bright, at most a few pixels wide, in the shape of a cross or in a row of letters.
In a picture whose gain is so high that its speckle is as bright as the strokes, little is found, and that is fine:
training sees painted strokes on every picture anyway.
"""
# mypy: disable-error-code="import-not-found,import-untyped"

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

__all__ = ["cleaned", "strokes"]

_LEVELS: Final = ((230, 120), (180, 90), (130, 65), (100, 50))  # grey of a stroke, and its step over the opened picture
_STROKE: Final = 5  # pixels: wider is no stroke
_SPECKLE: Final = 0.03  # share of stroke-like pixels above which the picture is speckle at that level
_ARMS: Final = (3, 4, 5, 6, 7)  # pixels from a cross's centre to its tips
_LETTERS: Final = (6, 18)  # pixels: height of a line of letters
_LINE: Final = 18  # pixels: shorter is no line
_INK: Final = (0.25, 0.75)  # share of a line's box that is drawn


def strokes(picture: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Return where the picture has crosses and rows of letters: shape and size of `picture`, a pixel's rim included."""
    thin = picture.astype(np.int16) - ndimage.grey_opening(picture, size=(_STROKE, _STROKE)).astype(np.int16)
    found = np.zeros(picture.shape, np.bool_)
    for bright, step in _LEVELS:
        candidate = (picture >= bright) & (thin >= step)
        if candidate.mean() > _SPECKLE:
            break
        found |= _letters(candidate) | _crosses(candidate)
    return np.asarray(ndimage.binary_dilation(found, iterations=2), np.bool_)


def cleaned(picture: NDArray[np.uint8], seed: int = 0) -> NDArray[np.uint8]:
    """Return the picture with its strokes replaced by the grey level around them and that neighbourhood's speckle."""
    drawn = strokes(picture)
    if not drawn.any():
        return picture
    grey, kept = picture.astype(np.float32), (~drawn).astype(np.float32)
    weight = ndimage.gaussian_filter(kept, 5.0) + 1e-6
    mean = ndimage.gaussian_filter(grey * kept, 5.0) / weight
    spread = np.sqrt(np.clip(ndimage.gaussian_filter(grey**2 * kept, 5.0) / weight - mean**2, 0, None))
    noise = ndimage.gaussian_filter(np.random.default_rng(seed).standard_normal(picture.shape), 1.0) * 3.0
    filled = np.where(drawn, mean + noise * spread, grey)
    return np.asarray(np.clip(filled, 0, 255), np.uint8)


def _crosses(candidate: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the pixels of upright and oblique crosses: both arms drawn, the four corners between them empty."""
    found = np.zeros_like(candidate)
    for arm in _ARMS:
        size = 2 * arm + 1
        upright = np.zeros((size, size), np.bool_)
        upright[arm, :] = upright[:, arm] = True
        oblique = np.eye(size, dtype=np.bool_) | np.eye(size, dtype=np.bool_)[::-1]
        level = np.pad(candidate, arm)
        for shape in (upright, oblique):
            near = ndimage.binary_dilation(shape, np.ones((3, 3), np.bool_))
            drawn = np.zeros(candidate.shape, np.uint8)
            for row, column in np.argwhere(shape):
                drawn += level[row : row + candidate.shape[0], column : column + candidate.shape[1]]
            for row, column in np.argwhere(drawn >= 0.75 * shape.sum()):
                if level[row : row + size, column : column + size][~near].mean() <= 0.12:
                    _stamp(found, near, row - arm, column - arm)
    return found


def _stamp(found: NDArray[np.bool_], shape: NDArray[np.bool_], top: int, left: int) -> None:
    """Set `shape` in `found` with its corner at (`top`, `left`), cut at the borders."""
    rows, columns = np.argwhere(shape).T + np.array([[top], [left]])
    inside = (rows >= 0) & (columns >= 0) & (rows < found.shape[0]) & (columns < found.shape[1])
    found[rows[inside], columns[inside]] = True


def _letters(candidate: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the pixels of lines of letters: strokes that close to a long low box, neither filled nor sparse."""
    joined = ndimage.binary_closing(np.pad(candidate, 12), np.ones((1, 11), np.bool_))[12:-12, 12:-12]
    labels, _ = ndimage.label(joined, np.ones((3, 3), np.int8))
    found = np.zeros_like(candidate)
    for place in ndimage.find_objects(labels):
        rows, columns = place[0].stop - place[0].start, place[1].stop - place[1].start
        if _LETTERS[0] <= rows <= _LETTERS[1] and columns >= _LINE:
            ink = candidate[place]
            if _INK[0] <= ink.mean() <= _INK[1] and ink.sum(0).astype(bool).mean() > 0.6:
                found[place] |= ink
    return found
