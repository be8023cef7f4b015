"""What a picture says of how it came about: the IPTC's digital source type, in the XMP packet of its file.

IPTC NewsCodes, digitalsourcetype; XMP (ISO 16684-1) packets in JPEG, PNG, WebP and TIFF. Only this one property is read or
written: names, places and cameras of others are not ours to pass on.
"""

from __future__ import annotations

import re
from typing import Any

from PIL import Image

COMPOSITE = "compositeWithTrainedAlgorithmicMedia"
"""A photo with parts that a trained model changed."""

PNG_KEYWORD = "XML:com.adobe.xmp"
TIFF_TAG = 700
_VOCABULARY = "http://cv.iptc.org/newscodes/digitalsourcetype/"
_FOUND = re.compile(rb"cv\.iptc\.org/newscodes/digitalsourcetype/([A-Za-z]{1,64})\b")
_MOST = 1 << 20  # bytes of a packet that are looked through


def packet(origin: str) -> bytes:
    """The XMP packet that says so."""
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">'
        f"<Iptc4xmpExt:DigitalSourceType>{_VOCABULARY}{origin}</Iptc4xmpExt:DigitalSourceType>"
        "</rdf:Description></rdf:RDF></x:xmpmeta>"
        '<?xpacket end="w"?>'
    ).encode()


def of(image: Image.Image) -> str | None:
    """The digital source type that an opened picture tells, as its code; None where it tells none."""
    found: Any = image.info.get("xmp") or image.info.get(PNG_KEYWORD)
    if found is None:
        found = getattr(image, "tag_v2", {}).get(TIFF_TAG)
    data = found.encode("utf-8", "ignore") if isinstance(found, str) else found
    if not isinstance(data, (bytes, bytearray)):
        return None
    match = _FOUND.search(bytes(data[:_MOST]))
    return match[1].decode() if match else None
