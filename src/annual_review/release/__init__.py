"""What others build on: a static site of the reports, with the data to download."""
