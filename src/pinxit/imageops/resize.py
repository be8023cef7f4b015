"""Resizing of H x W and H x W x C arrays; in `pinxit.core.resample`, as `Picture` resizes too."""

from pinxit.core.resample import Kind, resize

__all__ = ["Kind", "resize"]
