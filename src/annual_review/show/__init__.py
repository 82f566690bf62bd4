"""What a notebook shows: sentences, tables and pictures.

In: the frames and Grids that `annual_review.analysis` returns. Out: objects that Jupyter displays
as HTML or as an image, each with the same content as plain text. Documents' words are escaped; ids
link to their place in the page of the source; pictures carry a text alternative.
"""

from annual_review.show.answers_plot import answers_grid
from annual_review.show.bars import share_bars, stacked_by_year
from annual_review.show.certainty import how_sure, to_check
from annual_review.show.explore_page import explorer_page
from annual_review.show.explorer import explorer
from annual_review.show.findings.annual_review import annual_review_findings, laws_said
from annual_review.show.findings.annual_review_codes import groups_said, options_said
from annual_review.show.findings.changes import changes_findings
from annual_review.show.findings.corpus import corpus_findings
from annual_review.show.findings.country import country_findings, protocol_said
from annual_review.show.findings.explore import explore_findings
from annual_review.show.findings.needs import needs_findings
from annual_review.show.headline import headline
from annual_review.show.plots import INTENTION_STYLES, REGION_STYLES, URGENCY_STYLES, stacked
from annual_review.show.plots_of_changes import changes_by_field
from annual_review.show.plots_of_codes import shares_by_subject
from annual_review.show.plots_of_needs import help_by_urgency
from annual_review.show.questions import called, instrument, short, state, subject_words
from annual_review.show.readable import readable
from annual_review.show.sentences import Finding, findings, label, plain, say
from annual_review.show.tables import grid, side_by_side, table
from annual_review.show.tiles import tile_map

__all__ = [
    "INTENTION_STYLES", "REGION_STYLES", "URGENCY_STYLES", "Finding", "annual_review_findings",
    "answers_grid", "called", "changes_by_field", "changes_findings", "corpus_findings",
    "country_findings", "explore_findings", "explorer", "explorer_page", "findings", "grid",
    "groups_said", "headline", "help_by_urgency", "how_sure", "instrument", "label", "laws_said",
    "needs_findings", "options_said", "plain", "protocol_said", "readable", "say", "share_bars",
    "shares_by_subject", "short", "side_by_side", "stacked", "stacked_by_year", "state",
    "subject_words", "table", "tile_map", "to_check",
]  # fmt: skip
