"""The cost of ingest and of a question against the number of clauses, as a picture."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np


def draw(growth: dict[str, Any], path: Path) -> list[Path]:
    """Draw what `growth.measure` found beside `path` as PNG and SVG; the files.

    Raises:
        ImportError: matplotlib is not installed.
    """
    import matplotlib as mpl

    mpl.use("Agg")
    mpl.rcParams["svg.hashsalt"] = "scale"  # the same picture is the same file
    mpl.rcParams["svg.fonttype"] = "none"  # letters, not their outlines: a tenth of the size
    from matplotlib import pyplot

    points, slopes = growth["points"], growth["slopes"]
    sizes = [point["clauses"] for point in points]
    figure, (left, right) = pyplot.subplots(1, 2, figsize=(9, 3.4), layout="constrained")
    left.loglog(sizes, [point["ingest_s"] for point in points], "o-", label=f"slope {slopes['ingest_s']:.2f}")
    left.set(title="Ingest without encoding", xlabel="clauses", ylabel="seconds, all together")
    for name, label in (("query_ms", "all clauses"), ("filtered_ms", "one type of six")):
        p50, p95 = (np.array([np.quantile(point[name], share) for point in points]) for share in (0.5, 0.95))
        (line,) = right.loglog(sizes, p50, "o-", label=f"{label}, median, slope {slopes[name]:.2f}")
        right.loglog(sizes, p95, ":", color=line.get_color(), label=f"{label}, p95")
    right.set(title="A question without encoding", xlabel="clauses", ylabel="ms")
    for axes in (left, right):
        axes.grid(which="major", alpha=0.3)
        axes.legend(fontsize="small", frameon=False)
    files = [path.with_suffix(".png"), path.with_suffix(".svg")]
    figure.savefig(files[0], dpi=110)
    figure.savefig(files[1], metadata={"Date": None})
    pyplot.close(figure)
    return files
