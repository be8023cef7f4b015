"""The room of photographs that stay photographs; see its README."""
