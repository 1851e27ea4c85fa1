"""Every command of the documentation runs and prints what its page says; what a page names is there.

Blocks that are ```console or ```python run, page by page, in one shell. Its folder has everything that a checkout has; its home
has the sample documents, or nothing for a page whose first command ingests. A command that starts a server is left running.
What cannot run here stands in ```sh, and `NOT_RUN` says why.
"""

from __future__ import annotations

import doctest
import importlib
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from urllib.parse import unquote

import click
import pytest

from app.cli import main
from app.language import english
from tests.conftest import ROOT
from tests.documentation import PAGES, Block, anchors, blocks, emphasised, links, name_of, spans

#: How the commands in ```sh blocks may begin, and why they do not run here.
NOT_RUN = {
    "docker": "needs a container engine",
    "systemctl": "needs systemd as the first process",
    "journalctl": "needs systemd as the first process",
    "apt-get": "changes the computer",
    "cp": "changes the computer",
    "make": "is what runs the tests, or takes minutes; that the targets exist is tested",
    "python3 -m venv": "tests/test_wheel.py does it",
    "pip": "fetches packages",
    "export": "goes with commands that are not run here",
    "python -m tests.benchmarks": "measures for minutes, mostly on documents that are not in the repository; that modules and options exist is tested",
    "python -m search.training": "trains for minutes",
    "python -m tests.fuzz": "reads damaged files for minutes",
    "python -m tests.faults": "kills, breaks or asks for minutes; its short forms are tests",
    "dieukhoan export /sao-luu": "writes outside of the checkout; the command runs above",
    "dieukhoan serve --host 0.0.0.0 --auth": "needs a provider of log-ins; tests/test_login.py does it",
    "dieukhoan api --host 0.0.0.0 --auth": "listens to the network; tests/test_tokens.py does it",
    "dieukhoan evaluate": "measures on query sets that are not in the repository; names and options are tested",
    "dieukhoan ingest SHARED": "reads documents that are not in the repository",
}
#: Blocks that hold no commands.
DATA = {"", "diff", "json", "html", "ini", "nginx", "yaml", "toml", "vb", "text", "xml", "tsv"}
#: Pages that another test follows.
FOLLOWED = {"docs/development.md": "tests/test_development_page.py"}
SERVERS = {8501: "dieukhoan serve", 8502: "dieukhoan api", 8503: "dieukhoan mcp --http"}
MARK = "@@@"
#: What may stand before the name of a program.
PREFIX = r"^(?:sudo |\w+=\S+ )*(?:\S*/)?"

every_page = pytest.mark.parametrize("page", PAGES, ids=name_of)
runnable = [
    page
    for page in PAGES
    if name_of(page) not in FOLLOWED and any(block.language in ("console", "python") for block in blocks(page))
]


def steps(block: Block) -> list[tuple[str, list[str]]]:
    """Each command of a console block with the lines that it is said to print; a Python block is one command."""
    if block.language == "python":
        return [(f"python - <<'{MARK}'\n{block.text}{MARK}", [])]
    if block.language != "console":
        return []
    found: list[tuple[str, list[str]]] = []
    for line in block.text.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        elif found and found[-1][0].endswith("\\"):
            found[-1] = (f"{found[-1][0]}\n{line}", [])
        else:
            found[-1][1].append(line)
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def starts(command: str, server: str) -> bool:
    return re.search(rf"(?:^|\s){server}(?:\s|$)", command) is not None


def script(commands: list[str]) -> str:
    """A shell script of `commands` on free ports, which prints the exit code behind each command's output."""
    text = "\n".join(commands)
    for port, server in SERVERS.items():
        if re.search(rf"\b{port}\b", text) and not any(starts(command, server) for command in commands):
            commands = [server, *commands]
    ports = {port: free_port() for port in SERVERS}
    lines = ["trap 'kill $(jobs -p) 2>/dev/null' EXIT"]
    for command in commands:
        for port, free in ports.items():
            command = re.sub(rf"\b{port}\b", str(free), command)
        if server := next((port for port, server in SERVERS.items() if starts(command, server)), None):
            free = ports[server]
            named = "" if "--port" in command else f" --port {free}"
            lines.append(f"{command}{named} >&2 & started=$!")
            lines.append(
                f"until (: </dev/tcp/127.0.0.1/{free}) 2>/dev/null; do kill -0 $started || break; sleep .2; done"
            )
            lines.append("kill -0 $started")
        else:
            lines.append(command if "<<" in command else f"{{ {command}\n}} </dev/null")
        lines.append(f"printf '\\n{MARK} %s\\n' $?")
    return "\n".join(lines)


def agrees(printed: list[str], expected: list[str]) -> bool:
    """Whether the lines begin as expected; "…" stands for lines or for the rest of one, and lines after the last are free."""
    at = 0
    for number, line in enumerate(expected):
        if line.strip() == "…":
            continue
        wanted = line.rstrip("…").rstrip()
        skipped = number > 0 and expected[number - 1].strip() == "…"
        ahead = range(at, len(printed)) if skipped else range(at, min(at + 1, len(printed)))
        found = next((place for place in ahead if printed[place].startswith(wanted)), None)
        if found is None:
            return False
        at = found + 1
    return True


@pytest.mark.parametrize("page", runnable, ids=name_of)
def test_commands_of_a_page(page: Path, sample_home: Path, tmp_path: Path) -> None:
    done = list(chain.from_iterable(map(steps, blocks(page))))
    commands = [command for command, _ in done]
    home, folder = tmp_path / "home", tmp_path / "checkout"
    if not commands[0].startswith("dieukhoan ingest"):
        shutil.copytree(sample_home, home)
    folder.mkdir()
    for entry in ROOT.iterdir():
        if entry.name[0] != ".":
            (folder / entry.name).symlink_to(entry)
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "DIEUKHOAN_HOME": str(home),
    }
    written = script(commands)
    ran = subprocess.run(
        ["bash", "-c", written], cwd=folder, env=environment, capture_output=True, text=True, timeout=600, check=False
    )
    outputs = re.split(rf"\n{MARK} (\d+)\n", ran.stdout)
    ends = list(zip(outputs[::2], outputs[1::2], strict=False))[-len(done) :]
    assert len(ends) == len(done), ran.stderr
    for (command, expected), (printed, code) in zip(done, ends, strict=True):
        assert code == "0", f"{command}\n{printed}\n{ran.stderr}"
        assert agrees(printed.splitlines(), expected), f"{command}\n{printed}"


def test_what_agrees() -> None:
    printed = ["added      a (3 clauses)", "b", "c"]
    assert agrees(printed, ["added      a"])
    assert agrees(printed, ["added…", "…", "c"])
    assert not agrees(printed, ["added      b"])
    assert not agrees(printed, ["added", "c"])
    assert not agrees(printed, ["…", "d"])


def not_run(page: Path) -> Iterator[str]:
    """The commands of the ```sh blocks."""
    for block in blocks(page):
        if block.language == "sh":
            text = re.sub(r"\\\n\s*", " ", block.text)
            yield from (line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#"))


@every_page
def test_what_does_not_run_has_a_reason(page: Path) -> None:
    for line in not_run(page):
        command = re.sub(PREFIX, "", line.strip())
        assert any(re.match(rf"{re.escape(start)}(?![\w-])", command) for start in NOT_RUN), line


def test_no_reason_is_left_over() -> None:
    commands = [re.sub(PREFIX, "", line.strip()) for page in PAGES for line in not_run(page)]
    assert [start for start in NOT_RUN if not any(command.startswith(start) for command in commands)] == []


@every_page
def test_no_command_hides_in_another_block(page: Path) -> None:
    for block in blocks(page):
        if name_of(page) not in FOLLOWED:
            assert block.language in DATA | {"console", "python", "sh"}, block
        if block.language in DATA:
            assert not re.search(r"^\s*(?:\$ |sudo |(?:dieukhoan|python3?|pip|make|docker|curl|pytest) [^=:])", block.text, re.MULTILINE), block  # fmt: skip
        if block.language == "console":
            assert block.text.startswith("$ ")


@every_page
def test_links_pictures_and_anchors_exist(page: Path) -> None:
    for target in links(page):
        if re.match(r"\w+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / unquote(path)).resolve() if path else page
        assert file.exists(), target
        if anchor and file.suffix == ".md":
            assert unquote(anchor) in anchors(file), target


def commands_in(page: Path) -> Iterator[list[str]]:
    """The words of every `dieukhoan …` command of a page, and of every span that begins with a command's name and has options."""
    known = set(main.list_commands(click.Context(main)))
    lines = chain.from_iterable(block.text.splitlines() for block in blocks(page))
    for text in (*(span for span in spans(page)), *lines):
        for part in re.findall(r"(?:^|(?<=[\s(|/]))dieukhoan [^|;&)]*", text):
            yield words(part)[1:]
        if text.split(" ")[0] in known and " --" in text:
            yield words(text)


def words(command: str) -> list[str]:
    try:
        return shlex.split(command, comments=True)
    except ValueError:  # a quotation mark whose other half stands on another line
        return command.split()


def misnamed(given: list[str], group: click.Group = main) -> list[str]:
    """The commands and options among `given` that do not exist."""
    context = click.Context(group)
    if not given or given[0].startswith(("-", "<", "…")) or given[0].isupper():
        return []
    command = group.get_command(context, given[0])
    if command is None:
        return given[:1]
    if isinstance(command, click.Group) and len(given) > 1 and not given[1].startswith(("-", "…")):
        return misnamed(given[1:], command)
    named = {name for option in command.get_params(context) for name in (*option.opts, *option.secondary_opts)}
    return [
        word for word in given if re.match(r"--?[a-z]", word) and word.split("=")[0] not in named | {"--help", "-h"}
    ]


@pytest.mark.parametrize("page", [*PAGES, ROOT / "ARCHITECTURE.md"], ids=name_of)
def test_commands_and_options_that_are_named_exist(page: Path) -> None:
    assert [(given, wrong) for given in commands_in(page) if (wrong := misnamed(given))] == []


def test_what_is_misnamed() -> None:
    assert misnamed(["search", "nhà ở", "-k", "1", "--json"]) == []
    assert misnamed(["search", "--limit", "1"]) == ["--limit"]
    assert misnamed(["find", "nhà ở"]) == ["find"]


def test_every_command_is_on_a_page() -> None:
    named = {word for page in PAGES for span in spans(page) for word in span.split()}
    named |= {given[0] for page in PAGES for given in commands_in(page) if given}
    assert set(main.list_commands(click.Context(main))) <= named


@every_page
def test_make_targets_exist(page: Path) -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    named = [line for line in (*spans(page), *not_run(page)) if line.startswith("make ")]
    for target in (word for line in named for word in line.split("#")[0].split()[1:]):
        assert "=" in target or re.search(rf"^{re.escape(target)}:", makefile, re.MULTILINE), target


@every_page
def test_modules_and_options_of_benchmarks_exist(page: Path) -> None:
    for text in (*spans(page), *not_run(page)):
        for module, rest in re.findall(r"python -m ((?:tests|search)\.[\w.]+)([^|;&]*)", text):
            path = ROOT.joinpath(*module.split("."))
            file = next(file for file in (path.with_suffix(".py"), path / "__main__.py", path) if file.exists())
            source = file.read_text("utf-8")
            for option in re.findall(r"(?<!\S)(-{1,2}[a-z][\w-]*)", rest):
                assert f'"{option}"' in source, f"{module} {option}"


def test_labels_of_the_guide_are_those_of_the_screen() -> None:
    labels = set(emphasised(ROOT / "docs" / "huong-dan-su-dung.md"))
    assert len(labels) > 50
    assert labels - {"nghiêng"} - english().keys() == set()


@pytest.mark.parametrize(
    "module",
    [
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for package in ("corpus", "ingest", "search", "app")
        for path in sorted((ROOT / package).rglob("*.py"))
        if ">>>" in path.read_text("utf-8")
    ],
)
def test_examples_of_docstrings(module: str) -> None:
    result = doctest.testmod(importlib.import_module(module))
    assert result.attempted > 0
    assert result.failed == 0
