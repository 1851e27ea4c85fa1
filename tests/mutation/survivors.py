"""What the tests of the clause grammar and of citations did not notice: the mutants that survived, each with what was changed and why that is let be.

    python -m tests.mutation.survivors --out tests/mutation/results.json

Reads what `mutmut run` left in `mutants/`; `make mutation` does both. Exit code 1: a survivor has no reason in `reasons.toml`.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path

import libcst as cst

MUTANTS = Path("mutants")
REASONS = Path(__file__).with_name("reasons.toml")
#: What became of a mutant, by the exit code of its tests; mutmut's own codes are 33 (no test runs it) and 36 (too much time).
OUTCOMES = {0: "survived", 33: "survived", 36: "caught", 24: "caught", -24: "caught", 1: "caught", 3: "caught"}


def outcomes() -> dict[Path, dict[str, str]]:
    """By module, what became of each mutant; modules without mutants are left out."""
    found = {}
    for meta in sorted(MUTANTS.rglob("*.meta")):
        codes = json.loads(meta.read_text("utf-8"))["exit_code_by_key"]
        if codes:
            found[meta.with_suffix("")] = {name: OUTCOMES[code] for name, code in codes.items()}
    return found


def changes(module: Path, names: list[str]) -> Iterator[tuple[str, str, str]]:
    """The mutants `names` of a module, with the function that each changes and what it changes there."""
    tree = cst.parse_module(module.read_text("utf-8"))
    bodies = [*tree.body, *(part for node in tree.body if isinstance(node, cst.ClassDef) for part in node.body.body)]
    functions = {node.name.value: tree.code_for_node(node) for node in bodies if isinstance(node, cst.FunctionDef)}
    for name in names:
        own = name.rpartition(".")[2]
        mangled = own.rpartition("__mutmut_")[0]
        before, after = (functions[which].replace(which, "").splitlines() for which in (f"{mangled}__mutmut_orig", own))
        lines = unified_diff(before, after, lineterm="", n=0)
        change = " ".join(
            f"{line[0]} {line[1:].strip()}" for line in lines if line[0] in "+-" and line[:3] not in ("+++", "---")
        )
        yield name, re.split("ǁ|x_", mangled)[-1], change


def reason_of(module: str, function: str, change: str, reasons: list[dict[str, str]]) -> str | None:
    """The reason of the first rule that fits all three."""
    for rule in reasons:
        fits = re.search(rule.get("module", ""), module) and re.fullmatch(rule.get("function", ".*"), function)
        if fits and re.search(rule.get("change", ""), change):
            return rule["says"]
    return None


def main() -> None:
    """Write the counts and the survivors; name those without a reason."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    out: Path = parser.parse_args().out
    reasons = tomllib.loads(REASONS.read_text("utf-8"))["reason"]
    found = outcomes()
    survivors, unexplained = [], 0
    for module, mutants in found.items():
        name = str(module.relative_to(MUTANTS))
        for mutant, function, change in changes(module, [one for one, came in mutants.items() if came == "survived"]):
            reason = reason_of(name, function, change, reasons)
            survivors.append({"mutant": mutant, "change": change, "reason": reason})
            if reason is None:
                unexplained += 1
                print(name, function, change, sep="\t")
    total = Counter(came for mutants in found.values() for came in mutants.values())
    by_module = {str(module.relative_to(MUTANTS)): dict(Counter(mutants.values())) for module, mutants in found.items()}
    counts = {**total, "mutants": total.total(), "percent_caught": round(100 * total["caught"] / total.total(), 1)}
    told = {"counts": counts, "modules": by_module, "survivors": survivors}
    out.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")
    print(counts, file=sys.stderr)
    sys.exit(1 if unexplained else 0)


if __name__ == "__main__":
    main()
