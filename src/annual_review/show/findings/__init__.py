"""The sentences that each page opens with, one module per page: facts from `analysis` in words."""
