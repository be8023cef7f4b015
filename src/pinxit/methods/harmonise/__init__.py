"""The room that paints an object into a painting; see its README."""
