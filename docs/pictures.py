"""Draw the README's pictures from the built tables; `make notebooks` runs it."""

from pathlib import Path

import annual_review as ar
from annual_review import analysis, plots

HERE = Path(__file__).parent
PNG = "image/png"

tables = analysis.select(ar.load(), "AZE", "P029")
grid = plots.answers_grid(
    analysis.reporting(tables), "What Azerbaijan answered on the Protocol of 2014"
)
changed = analysis.changes_by_field(analysis.changes(tables, "AZE", 2017, 2018))
bars = plots.changes_by_field(changed, "Azerbaijan's measures against forced labour, 2017 to 2018")
for name, picture in (("answers", grid), ("changes", bars)):
    data, _ = picture._repr_mimebundle_()
    (HERE / f"{name}.png").write_bytes(data[PNG])
