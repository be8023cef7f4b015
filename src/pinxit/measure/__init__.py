"""Measuring paintings: distances to the photo and to the style (metrics), and pages that show them (report)."""
