"""Pure functions on arrays: resizing, colour, masks, tiles. They know pictures and files only through `pinxit.core`."""
