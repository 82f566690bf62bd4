"""The sentences that each page opens with, one module a page: facts from `analysis` in words."""
