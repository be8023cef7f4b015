"""The core: pictures, files, options, methods, progress and errors, on numpy and Pillow alone."""
