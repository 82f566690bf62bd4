"""A notebook and its parameters in, pages out."""
