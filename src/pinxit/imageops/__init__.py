"""Pure functions on arrays: resizing, colour, masks, tiles, contact sheets."""
