"""Readers, one a file format: bytes in, `blocks.Extract` out."""
