"""Mosaics: of many small pictures, or of textures that a network learns."""
