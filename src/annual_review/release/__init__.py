"""What is published: the tables as a workbook and as a database, each with what one must know."""
