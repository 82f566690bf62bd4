"""Questions asked of the tables: frames in, frames and Grids out."""

from annual_review.analysis.measures import *  # noqa: F403
