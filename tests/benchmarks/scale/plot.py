"""What was found, as pictures: the cost of ingest and of a question by the number of clauses, nearest vectors by cells."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np


def draw(found: Mapping[str, Any], path: Path) -> list[Path]:
    """Draw what `growth` and `cells` found, as far as they are there, beside `path` as PNG and SVG; the files, none without matplotlib."""
    try:
        import matplotlib as mpl
    except ImportError:
        print("No plot: pip install matplotlib")
        return []
    mpl.use("Agg")
    mpl.rcParams["svg.hashsalt"] = "scale"  # the same picture is the same file
    mpl.rcParams["svg.fonttype"] = "none"  # letters, not their outlines: a tenth of the size
    from matplotlib import pyplot

    files = []
    for name, panels in (("growth", (_ingest, _question)), ("cells", (_cells,))):
        if name not in found:
            continue
        figure, axes = pyplot.subplots(
            1, len(panels), figsize=(4.6 * len(panels), 3.4), layout="constrained", squeeze=False
        )
        for drawn, panel in zip(axes[0], panels, strict=True):
            panel(drawn, found[name]["raw"])
            drawn.grid(which="major", alpha=0.3)
            drawn.legend(fontsize="small", frameon=False)
        for kind, settings in (("png", {"dpi": 110}), ("svg", {"metadata": {"Date": None}})):
            files.append(path.with_name(f"{path.stem}_{name}.{kind}"))
            figure.savefig(files[-1], **settings)
        pyplot.close(figure)
    return files


def _ingest(axes: Any, growth: Mapping[str, Any]) -> None:
    points = growth["points"]
    sizes, seconds = ([point[name] for point in points] for name in ("clauses", "ingest_s"))
    axes.loglog(sizes, seconds, "o-", label=f"slope {growth['slopes']['ingest_s']:.2f}")
    axes.set(title="Ingest without encoding", xlabel="clauses", ylabel="seconds, all together")


def _question(axes: Any, growth: Mapping[str, Any]) -> None:
    points, slopes = growth["points"], growth["slopes"]
    sizes = [point["clauses"] for point in points]
    for name, label in (("query_ms", "all clauses"), ("filtered_ms", "one type of six")):
        p50, p95 = ([np.quantile(point[name], share) for point in points] for share in (0.5, 0.95))
        (line,) = axes.loglog(sizes, p50, "o-", label=f"{label}, median, slope {slopes[name]:.2f}")
        axes.loglog(sizes, p95, ":", color=line.get_color(), label=f"{label}, p95")
    axes.set(title="A question without encoding", xlabel="clauses", ylabel="ms")


def _cells(axes: Any, cells: Mapping[str, Any]) -> None:
    for curve in cells["curves"]:
        ms, recall = ([point[name] for point in curve["probes"]] for name in ("ms", "recall"))
        (line,) = axes.semilogx(ms, recall, "o-", label=f"{curve['vectors']:,} vectors")
        axes.semilogx([curve["exact_ms"]], [1], "x", color=line.get_color())
    axes.set(title="Nearest vectors: cells, × all", xlabel="ms, median", ylabel="recall@10")
