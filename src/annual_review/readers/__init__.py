"""Readers: one module for every file format, each of which gives an `Extract`."""
