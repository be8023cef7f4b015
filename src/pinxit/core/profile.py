"""ICC profiles: kept byte for byte where the picture stays RGB, used where it does not, never trusted.

A profile of an RGB space stays beside the numbers it explains. One of a CMYK, grey or Lab space cannot stay,
since a Picture is RGB: it is used to turn the picture into sRGB. A broken one is kept or skipped, and never
stops the reading.
"""

from __future__ import annotations

import io

from PIL import Image

_SPACES = {b"RGB ": "RGB", b"GRAY": "GRAY", b"CMYK": "CMYK", b"Lab ": "LAB"}
_MODES = {"GRAY": "L", "CMYK": "CMYK", "LAB": "LAB"}


def of(image: Image.Image) -> bytes | None:
    """The profile bytes that came with an image, or None."""
    icc = image.info.get("icc_profile")
    return bytes(icc) if isinstance(icc, (bytes, bytearray)) and icc else None


def space(icc: bytes | None) -> str | None:
    """Colour space by the profile's header: "RGB", "GRAY", "CMYK", "LAB", "other"; None if absent or no
    profile.
    """
    if icc is None or icc[36:40] != b"acsp":
        return None
    return _SPACES.get(icc[16:20], "other")


def to_rgb(image: Image.Image, icc: bytes | None, notes: list[str]) -> tuple[Image.Image, bytes | None]:
    """Make an image L, LA, RGB or RGBA; return the profile that still fits it. What was done goes into
    `notes`.
    """
    found = space(icc)
    if image.mode in ("L", "LA", "RGB", "RGBA") and found in ("RGB", None):
        return image, icc
    alpha = image.getchannel("A") if image.mode in ("LA", "RGBA") else None
    colour = image.convert(image.mode[:-1]) if alpha is not None else image
    converted = None
    if icc is not None and _MODES.get(found or "") == colour.mode:
        converted = _by_profile(colour, icc)
    if converted is None and colour.mode == "LAB":
        converted = _by_profile(colour, None)
    if converted is not None:
        notes.append(f"converted from {colour.mode} to sRGB by its profile")
    else:
        converted = colour.convert("RGB")
        if colour.mode not in ("L", "RGB", "RGBX"):
            notes.append(f"converted from {colour.mode} to RGB without a profile: colours may shift")
        elif found not in ("RGB", None):
            notes.append("profile of another colour space dropped: colours are taken as sRGB")
    if alpha is not None:
        converted.putalpha(alpha)
    # A profile of RGB in a CMYK file would not fit the numbers that we have made of it.
    return converted, icc if image.mode == "RGBX" and found in ("RGB", None) else None


def _by_profile(image: Image.Image, icc: bytes | None) -> Image.Image | None:
    """Convert to sRGB with LittleCMS; None if it is missing or refuses. `icc` None stands for plain Lab."""
    try:
        from PIL import ImageCms

        source = ImageCms.createProfile("LAB") if icc is None else ImageCms.ImageCmsProfile(io.BytesIO(icc))
        return ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except MemoryError:
        raise
    except Exception:  # a profile is untrusted input too; the plain conversion is the way out
        return None
