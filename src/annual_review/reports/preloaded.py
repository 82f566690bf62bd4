"""What workers need, for the process that they are forked from: importing it is all it is for.

Nothing that imports leave behind is garbage, and looking for some takes a fifth of their time.
"""

import gc

gc.disable()

from annual_review.reports import light  # noqa: E402, F401, I001 -- before others import nbformat
import nbconvert  # noqa: E402, F401
from annual_review.reports import report  # noqa: E402, F401

gc.freeze()
gc.enable()
