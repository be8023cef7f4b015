"""The version of this package; here, so that every layer may name it."""

VERSION = "0.1.0"
