"""Tests in a real browser; they are left out, and named, where there is none."""
