"""From a photo or scan to a flat page: upright, in millimetres, with what its square code says."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from leerdal.engine.handwriting.layout import CODE, MARKERS, PAGE, PageCode, marker_corners
from leerdal.errors import UserError, brief

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["SCALE", "flatten", "pictures"]

Bytes = NDArray[np.uint8]

SCALE = 10  # pixels of a flat page to a millimetre
LONGEST = 4200  # pixels on a side; larger photos are made smaller, since a flat page has no more
FEWEST_MARKERS = 4
COARSEST = 3.5  # pixels of a photo to a millimetre of paper
CROOKED = 2.0  # mm that the markers may lie off a flat page: paper bends, but no more than this
FORMATS = ("JPEG", "PNG", "TIFF", "WEBP")
BESIDE_CODE = 3.0  # mm around the square code, since a bent page has it elsewhere


def pictures(path: Path) -> Iterator[tuple[str, Bytes]]:
    """The name and the grey pixels (H, W) of every picture in a file, upright as the camera says.

    A TIFF may hold several pages. UserError for what cannot be read.
    """
    import PIL.Image

    if path.exists() and not path.is_file():
        raise UserError(f"{path} is not a file: name the photos themselves")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what is odd is of no use to anybody; what is too large is refused
            warnings.simplefilter("error", PIL.Image.DecompressionBombWarning)
            image = PIL.Image.open(path, formats=FORMATS)
        with image:
            pages = getattr(image, "n_frames", 1) if image.format == "TIFF" else 1
            for page in range(pages):
                image.seek(page)
                yield (path.name if pages == 1 else f"{path.name}, page {page + 1}"), _grey(image)
    except PIL.UnidentifiedImageError as error:
        raise UserError(
            f"{path} is no picture that can be read: give JPEG, PNG, TIFF or WebP (save HEIC or PDF as one of those)"
        ) from error
    except (PIL.Image.DecompressionBombWarning, PIL.Image.DecompressionBombError) as error:
        raise UserError(f"{path} has too many pixels for one sheet of paper: make it smaller") from error
    except (SyntaxError, ValueError, TypeError, LookupError, EOFError) as error:  # what Pillow raises of damage
        raise UserError(f"{path} is damaged ({brief(error)}): copy it again, or take the photo again") from error
    except OSError as error:
        if error.strerror:
            raise UserError(f"cannot read {path}: {error.strerror}") from error
        raise UserError(f"{path} is damaged ({brief(error)}): copy it again, or take the photo again") from error


def _grey(image: Image) -> Bytes:
    """Dark ink on light paper, on no more pixels than are of use."""
    import PIL.Image
    from PIL import ImageOps

    image.draft("L", (LONGEST, LONGEST))  # a large JPEG is read at a fraction of its size
    upright = ImageOps.exif_transpose(image)
    if upright.mode.startswith("I"):  # 16 bits: keep the upper eight
        upright = PIL.Image.fromarray((np.asarray(upright).astype(np.int64) >> 8).clip(0, 255).astype(np.uint8))
    if upright.has_transparency_data:
        paper = PIL.Image.new("RGBA", upright.size, "white")
        paper.alpha_composite(upright.convert("RGBA"))
        upright = paper
    grey = upright.convert("L")
    grey.thumbnail((LONGEST, LONGEST))
    return np.array(grey, dtype=np.uint8)


def flatten(grey: Bytes, name: str) -> tuple[Bytes, PageCode]:
    """The page in a photo (H, W), flat and upright at `SCALE` pixels a mm, and what its code says.

    UserError naming the photo where no whole sheet is to be found in it, or where it is too coarse to read.
    """
    import cv2

    found = _markers(grey, name)
    paper = np.concatenate([marker_corners(marker) for marker in found])
    photo = np.concatenate(list(found.values()))
    there, _ = cv2.findHomography(photo, paper)
    again = "lay the sheet flat and take the photo again, from right above"
    if there is None or not np.isfinite(there).all():
        raise UserError(f"{name}: the markers of the sheet make no page; {again}")
    seen = cv2.perspectiveTransform(photo[np.newaxis], there)[0]
    if float(np.linalg.norm(seen - paper, axis=1).max()) > CROOKED:
        raise UserError(f"{name}: the sheet is too crooked to read; {again}")
    sides = [np.linalg.norm(np.roll(corners, 1, 0) - corners, axis=1).min() for corners in found.values()]
    scale = float(min(sides)) / float(np.linalg.norm(np.diff(marker_corners(0)[:2], axis=0)))
    if scale < COARSEST:
        raise UserError(
            f"{name}: the sheet is too small in the photo ({scale:.1f} pixels to a millimetre, {COARSEST} are needed); "
            "take the photo from nearer by, or scan at 150 dpi or more"
        )
    if scale > 1.5 * SCALE:  # else pixels would be skipped, and thin strokes with them
        grey = np.asarray(cv2.GaussianBlur(grey, (0, 0), 0.4 * scale / SCALE), np.uint8)
    zoom = np.diag([SCALE, SCALE, 1.0])
    size = (round(PAGE[0] * SCALE), round(PAGE[1] * SCALE))
    flat = cv2.warpPerspective(grey, zoom @ there, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    page = np.asarray(flat, dtype=np.uint8)
    return page, _read_code(page, name)


def _markers(grey: Bytes, name: str) -> dict[int, NDArray[np.float32]]:
    """Corners (4, 2) in the photo of the markers that are there, by id; enough of them, and each once."""
    import cv2

    settings = cv2.aruco.DetectorParameters()
    settings.cornerRefinementMethod = cv2.aruco.CORNER_REFINE_SUBPIX
    dictionary = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_APRILTAG_36h11)
    corners, ids, _ = cv2.aruco.ArucoDetector(dictionary, settings).detectMarkers(grey)
    ours = [(int(i), c) for i, c in zip([] if ids is None else ids.ravel(), corners, strict=True) if int(i) in MARKERS]
    found = {marker: np.asarray(four, np.float32).reshape(4, 2) for marker, four in ours}
    if len(found) < len(ours):
        raise UserError(f"{name}: there is more than one sheet in it; take a photo of one sheet at a time")
    if not found:
        raise UserError(
            f"{name}: no sheet of 'leerdal digits sheet' is to be seen; "
            "take in the whole sheet, sharp and in good light"
        )
    if len(found) < FEWEST_MARKERS:
        raise UserError(
            f"{name}: only {len(found)} of the {len(MARKERS)} square markers at the sheet's edges can be seen; "
            "take in the whole sheet, sharp and in good light, with nothing on it"
        )
    return found


def _read_code(page: Bytes, name: str) -> PageCode:
    """What the square code of a flat page says."""
    import cv2

    left, top, side = CODE
    rows, columns = (
        slice(round((start - BESIDE_CODE) * SCALE), round((start + side + BESIDE_CODE) * SCALE))
        for start in (top, left)
    )
    cut = page[rows, columns]
    large = cv2.resize(cut, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    sharp = cv2.addWeighted(large, 3, cv2.GaussianBlur(large, (0, 0), 0.5 * SCALE), -2, 0)
    _, plain = cv2.threshold(sharp, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    reader = cv2.QRCodeDetector()
    for picture in (cut, large, sharp, plain):
        try:
            text, _, _ = reader.detectAndDecode(picture)
            return PageCode.parse(text)
        except (ValueError, cv2.error):  # UnicodeDecodeError is a ValueError
            continue
    raise UserError(
        f"{name}: the square code at the sheet's top cannot be read; take a sharper photo, with nothing on the code"
    )
