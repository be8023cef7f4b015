"""Models and styles as data: manifest, style file, catalogue, and the store that verifies them."""
