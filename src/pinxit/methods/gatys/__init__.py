"""The room of Gatys's method; see its README."""
