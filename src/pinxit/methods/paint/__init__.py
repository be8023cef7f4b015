"""One painter network, many styles."""
