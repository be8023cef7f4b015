"""The room of STROTSS; see its README."""
