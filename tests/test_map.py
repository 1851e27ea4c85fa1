"""The map of documents: what it draws from what is stored, its chains, and the command that prints it."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.document import Reference
from corpus.errors import UnknownIdError
from corpus.overviews.chains import document_map
from corpus.overviews.document_map import REFERS, DocumentMap, Edge, Known, Node, Step
from corpus.overviews.tiers import Tier, tier_of
from corpus.store import Store
from corpus.store.admission import with_id
from ingest import find_files, ingest_files, parse_file
from tests.conftest import SAMPLES, run


def node(name: str, tier: Tier | None = Tier.CENTRE, known: Known = "stored", date: str | None = None) -> Node:
    return Node(name, None, "Kế hoạch", None, date, name, None, known, tier)


def edge(source: str, target: str, relation: str = "thực hiện") -> Edge:
    mention = Reference(f"{source}/I", 0, 1, "x", relation, source, None, None, target, None)
    return Edge(source, target, relation, (mention,))


def drawn(*edges: str, tiers: dict[str, Tier | None] | None = None, more: str = "") -> DocumentMap:
    """A map of edges such as `b>a` (b acts on a), and of the documents of `more` that hang on nothing."""
    ends = [pair.split(">") for pair in edges]
    names = sorted({name for pair in ends for name in pair} | set(more))
    nodes = tuple(node(name, (tiers or {}).get(name, Tier.CENTRE)) for name in names)
    return DocumentMap(nodes, tuple(edge(source, target) for source, target in sorted(ends)))


def chain(steps: Iterable[Step]) -> list[str]:
    return [f"{step.depth}{step.node.id}{'*' if step.repeated else ''}" for step in steps]


@pytest.fixture(scope="module")
def samples(sample_home: Path) -> Iterator[DocumentMap]:
    with Store(sample_home) as store:
        yield document_map(store)


@pytest.mark.parametrize(
    ("code", "issuer", "type_name", "tier"),
    [
        ("NQ/TW", "Bộ Chính trị", "Nghị quyết", Tier.CENTRE),
        ("NQ-CP", None, "Nghị quyết", Tier.CENTRE),
        ("QĐ-TTg", None, "Quyết định", Tier.CENTRE),
        ("TTLT-BTC-BLĐTBXH", None, "Thông tư liên tịch", Tier.CENTRE),
        ("VPCP-CN", None, None, Tier.CENTRE),
        ("QH15", None, "Luật", Tier.CENTRE),
        ("LĐTBXH-KHTC", "Bộ Lao động - Thương binh và Xã hội", "Công văn", Tier.CENTRE),  # no commune: "Xã hội"
        (None, None, "Luật", Tier.CENTRE),
        ("KH-UBND", "Ủy ban nhân dân tỉnh Ninh Thuận", "Kế hoạch", Tier.PROVINCE),
        ("KH-UBND", "Ủy ban nhân dân thành phố Huế", "Kế hoạch", Tier.PROVINCE),
        ("KH-UBND", "Ủy ban nhân dân thành phố Vinh", "Kế hoạch", Tier.DISTRICT),
        ("KH-UBND", "Ủy ban nhân dân thị xã Hoàng Mai", "Kế hoạch", Tier.DISTRICT),
        ("KH-UBND", "Ủy ban nhân dân xã An Bình", "Kế hoạch", Tier.COMMUNE),
        ("QĐ-UBND", None, "Quyết định", Tier.PROVINCE),
        ("CTr/TU", "Tỉnh ủy Lào Cai", None, Tier.PROVINCE),
        ("CV/ĐU", "Đảng ủy Ủy ban nhân dân tỉnh Lào Cai", "Công văn", Tier.PROVINCE),
        ("BC-SXD", None, "Báo cáo", Tier.PROVINCE),
        ("CV/ĐU", None, "Công văn", None),
    ],
)
def test_tier(code: str | None, issuer: str | None, type_name: str | None, tier: Tier | None) -> None:
    assert tier_of(code, issuer, type_name) == tier


def test_surroundings_go_up_and_down_but_not_sideways() -> None:
    whole = drawn("b>a", "c>b", "d>c", "x>a", "c>y")
    assert {n.id for n in whole.around("b", 1).nodes} == {"a", "b", "c"}
    assert {n.id for n in whole.around("b", 2).nodes} == {"a", "b", "c", "d"}
    with pytest.raises(UnknownIdError, match="zz"):
        whole.around("zz", 1)


def test_a_chain_follows_each_document_where_it_is_nearest() -> None:
    whole = drawn("d>c", "c>b", "b>a", "d>b")
    assert chain(whole.foundations("d", 9)) == ["1b", "2a", "1c", "2b*"]
    assert chain(whole.foundations("d", 1)) == ["1b", "1c"]
    assert chain(whole.followers("a", 2)) == ["1b", "2c", "2d"]


def test_circles_and_mentions_of_oneself_do_no_harm() -> None:
    whole = drawn("b>a", "a>b", "a>a", "c>b")
    assert chain(whole.foundations("c", 9)) == ["1b", "2a", "3a*", "3b*"]
    assert [n.id for n in whole.ends()] == ["c"]
    assert [n.id for n in drawn("b>a", "a>b").ends()] == ["a"]


def test_filters_keep_the_document_in_the_middle() -> None:
    nodes = (
        node("a", date="2020-01-02"),
        node("b", known="mentioned", date="2024-05-06"),
        node("c", known="mentioned"),
    )
    whole = DocumentMap(nodes, (edge("a", "b"), edge("a", "c", REFERS)))
    assert [n.id for n in whole.only(relations={REFERS}).tied().nodes] == ["a", "c"]
    assert [n.id for n in whole.only(years=(2024, 2024), always="a").nodes] == ["a", "b"]
    assert [n.id for n in whole.only(named_by=None).nodes] == ["a"]
    assert [n.id for n in whole.only(named_by=2).nodes] == ["a"]
    assert [n.id for n in whole.only(types=("Luật",), always="b").nodes] == ["b"]


def test_what_hangs_on_nothing_is_listed() -> None:
    whole = drawn("b>a", more="z")
    assert [n.id for n in whole.loose()] == ["z"]
    assert "z" not in {n.id for n in whole.tied().nodes}


def test_the_samples_hang_together(samples: DocumentMap) -> None:
    """The plan carries out the Party's resolution, the decision carries out the plan, and another decision changes that one."""
    nodes = {n.id: n for n in samples.nodes}
    pairs = {pair: {e.relation for e in edges} for pair, edges in samples.pairs().items()}
    assert "thực hiện" in pairs["42-kh-ubnd-2024", "18-nq-tu-2024"]
    assert "thực hiện" in pairs["31-2024-qd-ubnd", "42-kh-ubnd-2024"]
    assert "căn cứ" in pairs["17-2025-qd-ubnd", "05-2025-nq-hdnd"]
    assert "sửa đổi, bổ sung" in pairs["17-2025-qd-ubnd", "31-2024-qd-ubnd"]
    assert (nodes["18-nq-tu-2024"].known, nodes["42-nq-tw-2023"].known) == ("stored", "catalogue")
    assert nodes["05-2025-nq-hdnd"].known == "mentioned"
    assert nodes["05-2025-nq-hdnd"].issued_on == "2025-05-30"
    assert all(source != target for source, target in pairs)


def test_every_edge_is_made_by_mentions_of_what_it_points_at(samples: DocumentMap, sample_home: Path) -> None:
    with Store(sample_home) as store:
        for e in samples.edges:
            assert e.references
            for reference in e.references:
                document, clause = store.clause(reference.clause_id)
                assert document.text[reference.start : reference.end] == reference.text
                assert clause.start <= reference.start < reference.end <= clause.end
                assert reference.document_id in (None, e.target)
                assert reference.relation == e.relation


def test_the_real_chain(shared: Path, tmp_path: Path) -> None:
    with Store(tmp_path / "home") as store:
        list(ingest_files(find_files([shared / "corpus" / "chain"]), store))
        whole = document_map(store)
    acting = whole.only(relations={e.relation for e in whole.edges} - {REFERS})
    links = ["75-kl-tw-2026", "31-ctr-tw-2026", "104-ctr-tu-2026", "2449-cv-du-2026", "9387-ubnd-kt-2026"]
    pairs = acting.pairs()
    for below, above in zip(links[1:], links, strict=False):
        assert any(e.relation in ("căn cứ", "thực hiện") for e in pairs[below, above]), (below, above)
    assert not any((above, below) in pairs for below, above in zip(links[1:], links, strict=False))
    assert {step.node.id for step in acting.foundations(links[-1], 4)} >= set(links[:-1])
    assert {step.node.id for step in acting.followers(links[0], 4)} >= set(links[1:])


def test_a_hundred_documents_take_no_time(tmp_path: Path) -> None:
    """105 documents with 20 references each: read from the store, and tied in under a second of work."""
    parsed = parse_file(SAMPLES / "42-KH-UBND.txt").document
    first = parsed.clauses[0]
    with Store(tmp_path / "home") as store:
        for serial in range(105):
            name = f"{serial + 1}-kh-ubnd-2024"
            references = tuple(
                Reference(
                    first.id, 0, 5, parsed.text[:5], "căn cứ", parsed.id, f"{(serial * 7 + k) % 300 + 1}/KH-UBND",
                    parsed.issued_on, None, None, "Kế hoạch",
                )
                for k in range(20)
            )  # fmt: skip
            document = replace(parsed, number=f"{serial + 1}/KH-UBND", references=references)
            document = replace(document, source=replace(parsed.source, sha256=f"{serial:064x}"))
            store.add(with_id(document, name), b"x", f"/{serial}", "1")
        started = time.process_time()
        whole = document_map(store)
        tied = whole.tied()
        took = time.process_time() - started
    assert len([n for n in whole.nodes if n.known == "stored"]) == 105
    assert len(whole.edges) > 1900
    assert len(tied.nodes) > 105
    assert took < 1


def test_command_prints_the_chain_in_steps(home: Path) -> None:
    shown = run("map", "31-2024-qd-ubnd", "--depth", "3", home=home)
    assert shown.returncode == 0, shown.stderr
    up, down = shown.stdout.split("Được căn cứ")
    lines = up.splitlines()
    indents = {
        number: next(len(line) - len(line.lstrip()) for line in lines if f"→ {number}" in line)
        for number in ("Kế hoạch số 42/KH-UBND", "Nghị quyết số 18-NQ/TU", "Nghị quyết số 42-NQ/TW")
    }
    assert list(indents.values()) == sorted(set(indents.values()))
    assert "[42-nq-tw-2023] (chưa có trong kho)" in up
    assert "17-2025-qd-ubnd" in down


def test_command_prints_nodes_and_edges(home: Path) -> None:
    shown = json.loads(run("map", "42-kh-ubnd-2024", "--depth", "1", "--json", home=home).stdout)
    assert set(shown) == {"document", "depth", "nodes", "edges"}
    ids = {n["id"] for n in shown["nodes"]}
    assert {"42-kh-ubnd-2024", "18-nq-tu-2024", "31-2024-qd-ubnd"} <= ids
    assert "17-2025-qd-ubnd" not in ids
    assert {end for e in shown["edges"] for end in (e["source"], e["target"])} <= ids
    assert all(e["references"] and e["relation"] != REFERS for e in shown["edges"])
    referring = json.loads(run("map", "--relation", REFERS, "--json", home=home).stdout)
    assert {e["relation"] for e in referring["edges"]} == {REFERS}


def test_command_refuses_an_unknown_document(home: Path) -> None:
    shown = run("map", "khong-co", home=home)
    assert shown.returncode == 1
    assert "khong-co" in shown.stderr
    assert "Traceback" not in shown.stderr
