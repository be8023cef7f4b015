"""The room of neural neighbour style transfer; see its README."""
