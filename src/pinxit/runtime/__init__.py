"""The only place that knows onnxruntime: sessions, devices, tiling."""
