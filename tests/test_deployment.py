"""The product installed: from the wheel as a user does, and as the image, the Compose file and the unit say, without an engine and without systemd.

A container is played by bubblewrap: the same read-only root, user, volume at /data, /tmp that is lost, and no capabilities.
"""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, expect

from tests.browsing import ask, free_port, open_page
from tests.conftest import ROOT, SAMPLES
from tests.installed import answers, serving, without_checkout

COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
UNIT = ROOT / "docs" / "dieukhoan.service"
PROGRAMS = "/opt/dieukhoan/bin"


def image() -> dict[str, list[str]]:
    """The instructions of the Dockerfile's last stage, each with its arguments."""
    text = re.sub(r"\\\n\s*", " ", (ROOT / "Dockerfile").read_text("utf-8"))
    found: dict[str, list[str]] = {}
    for line in text.split("\nFROM ")[-1].splitlines()[1:]:
        if line and not line.startswith("#"):
            instruction, rest = line.split(" ", 1)
            found.setdefault(instruction, []).append(rest)
    return found


IMAGE = image()
ENTRYPOINT: list[str] = json.loads(IMAGE["ENTRYPOINT"][0])
HEALTH: list[str] = json.loads(IMAGE["HEALTHCHECK"][0].partition("CMD ")[2])
USER, GROUP = IMAGE["USER"][0].split(":")


class Container:
    """The image as it would run: `start` in front of a command, and the volume."""

    def __init__(self, installed: Path, volume: Path) -> None:
        self.volume = volume
        settings = dict(word.split("=", 1) for line in IMAGE["ENV"] for word in shlex.split(line))
        assert settings["PATH"].startswith(PROGRAMS)
        settings["PATH"] = f"{installed}:/usr/bin:/bin"  # its scripts name the folder in which it was installed
        parts = ["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--bind", str(volume), "/data"]
        for name in (
            "/usr",
            "/etc",
            "/lib",
            "/lib64",
            "/bin",
            "/var/lib",
            "/opt",
            sys.base_prefix,
            str(installed.parent),
        ):
            parts += ["--ro-bind-try", name, name]
        user = ["--unshare-user", "--uid", USER, "--gid", GROUP, "--cap-drop", "ALL", "--die-with-parent"]
        chosen = [part for name, value in settings.items() for part in ("--setenv", name, value)]
        self.start = [
            "bwrap",
            *parts,
            "--remount-ro",
            "/",
            *user,
            "--clearenv",
            *chosen,
            "--chdir",
            IMAGE["WORKDIR"][0],
        ]

    def run(self, *command: str, network: bool = True) -> subprocess.CompletedProcess[str]:
        cut = [] if network else ["--unshare-net"]
        return subprocess.run([*self.start, *cut, *command], capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture(scope="module")
def container(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Container:
    probe = ["bwrap", "--ro-bind", "/", "/", "--unshare-user", "--unshare-net", "true"]
    if not shutil.which("bwrap") or subprocess.run(probe, capture_output=True, check=False).returncode:
        pytest.skip("bubblewrap is missing (`make programs`), or the system refuses namespaces")
    return Container(installed, tmp_path_factory.mktemp("volume"))


@pytest.fixture(scope="module")
def elsewhere(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A folder with the samples and nothing of the checkout, and the environment of a user who has just installed the wheel."""
    folder = tmp_path_factory.mktemp("elsewhere")
    shutil.copytree(SAMPLES, folder / "van-ban")
    user = {name: value for name, value in without_checkout().items() if not name.startswith("XDG_")}
    return folder, user | {"HOME": str(folder), "PATH": f"{installed}:/usr/bin:/bin"}


def run(elsewhere: tuple[Path, dict[str, str]], *arguments: str) -> str:
    folder, environment = elsewhere
    done = subprocess.run(
        ["dieukhoan", *arguments], cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_ingest_search_and_serve_away_from_the_checkout(
    elsewhere: tuple[Path, dict[str, str]], browser: Browser
) -> None:
    folder, environment = elsewhere
    place = subprocess.run(
        ["python", "-c", "import app; print(app.__file__)"], cwd=folder, env=environment, capture_output=True, text=True
    ).stdout  # fmt: skip
    assert "site-packages" in place
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert run(elsewhere, "--version").split()[-1] == version
    outcomes = [json.loads(line) for line in run(elsewhere, "ingest", "van-ban", "--json").splitlines()]
    assert [outcome["status"] for outcome in outcomes] == ["added"] * len(list(SAMPLES.iterdir()))
    found = json.loads(run(elsewhere, "search", "diem 1.1 muc III ke hoach 42", "--json"))
    assert found["results"][0]["clause_id"] == "42-kh-ubnd-2024/III/1/1.1"
    assert (folder / ".local" / "share" / "dieukhoan" / "store.sqlite").is_file()
    port = free_port()
    address = f"http://localhost:{port}"
    with serving(["dieukhoan", "serve", "--port", str(port)], f"{address}/_stcore/health", environment, folder):
        page = open_page(browser, address)
        ask(page, "điểm 1.1 mục III kế hoạch 42")
        expect(page.get_by_text("Mục III › khoản 1 › điểm 1.1").first).to_be_visible()
        page.close()


def test_dockerfile_is_clean() -> None:
    hadolint = Path(sys.executable).with_name("hadolint")
    done = subprocess.run([str(hadolint), str(ROOT / "Dockerfile")], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_what_the_image_is_made_of_is_let_through() -> None:
    let = {line[1:] for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line.startswith("!")}
    assert let == {"LICENSE", "README.md", "requirements", "pyproject.toml", "corpus", "ingest", "search", "app"}
    assert all((ROOT / name).exists() for name in let)


def test_nothing_outside_the_volume_can_be_written(container: Container) -> None:
    for place in ("/", "/etc", "/usr", "/opt"):
        assert "Read-only" in container.run("touch", f"{place}/trial").stderr
    assert container.run("id", "-u").stdout.strip() == USER != "0"
    assert container.run("touch", "/data/trial", "/tmp/trial").returncode == 0


def test_ingest_and_search_in_the_container_without_network(container: Container) -> None:
    shutil.copytree(SAMPLES, container.volume / "van-ban")
    done = container.run(*ENTRYPOINT, "ingest", "/data/van-ban", network=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("added") == len(list(SAMPLES.iterdir()))
    done = container.run(*ENTRYPOINT, "search", "diem 1.1 muc III ke hoach 42", "--json", network=False)
    assert json.loads(done.stdout)["results"][0]["clause_id"] == "42-kh-ubnd-2024/III/1/1.1", done.stderr


def test_old_word_files_are_read_in_the_container(container: Container) -> None:
    (container.volume / "thu.rtf").write_text(r"{\rtf1\ansi Ti\u7871?p nh\u7853?n h\u7891? s\u417?\par}", "utf-8")
    done = container.run(*ENTRYPOINT, "outline", "/data/thu.rtf", "--json", network=False)
    assert "Tiếp nhận hồ sơ" in json.loads(done.stdout)["clauses"][0]["text"], done.stdout


@pytest.mark.parametrize("name", COMPOSE["services"])
def test_services_answer_their_health_checks(container: Container, name: str, tmp_path: Path) -> None:
    service = COMPOSE["services"][name]
    command: list[str] = service.get("command") or json.loads(IMAGE["CMD"][0])
    check: list[str] = service["healthcheck"]["test"][1:] if "healthcheck" in service else HEALTH
    (published,) = service["ports"]
    address, _, inside = published.split(":")
    assert (address, inside) == ("127.0.0.1", command[command.index("--port") + 1])
    assert inside in IMAGE["EXPOSE"][0].split()
    assert command[command.index("--host") + 1] == "0.0.0.0"
    port = str(free_port())  # the usual one may be taken on this computer
    command, check = ([part.replace(inside, port) for part in words] for words in (command, check))
    (url,) = re.findall(r"http://[^']+", " ".join(check))
    assert container.run(*check).returncode != 0  # nothing listens yet
    with serving([*container.start, *ENTRYPOINT, *command], url, without_checkout(), tmp_path):
        assert container.run(*check).returncode == 0


def test_compose_gives_no_more_than_is_needed() -> None:
    assert set(COMPOSE["services"]) == {"pages", "api"}
    for service in COMPOSE["services"].values():
        assert service["image"] == "dieukhoan"
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert service["tmpfs"] == ["/tmp"]
        assert service["volumes"] == ["data:" + json.loads(IMAGE["VOLUME"][0])[0]]


def unit() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in UNIT.read_text("utf-8").splitlines():
        if "=" in line and not line.startswith("#"):
            name, value = line.split("=", 1)
            found.setdefault(name, []).append(value)
    return found


def test_unit_is_right_and_hardened(tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is missing: run `make programs`")
    here = tmp_path / UNIT.name
    here.write_text(UNIT.read_text("utf-8").replace(f"{PROGRAMS}/dieukhoan", sys.executable), "utf-8")
    for words in (
        ["verify"],
        ["security", "--offline=true", "--threshold=20"],
    ):  # of 100: the lower, the less it may do
        command = ["systemd-analyze", *words, str(here)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        assert words != ["verify"] or not done.stderr


def test_unit_serves(installed: Path, tmp_path: Path) -> None:
    written = unit()
    folders: dict[str, Any] = {"%S": tmp_path / "state", "%C": tmp_path / "cache"}
    settings = shlex.split(" ".join(written["Environment"]))
    for short, folder in folders.items():
        (folder / "dieukhoan").mkdir(parents=True)  # as StateDirectory and CacheDirectory do
        settings = [setting.replace(short, str(folder)) for setting in settings]
    port = str(free_port())
    program, *arguments = shlex.split(written["ExecStart"][0].replace("8501", port))
    assert program == f"{PROGRAMS}/dieukhoan"
    environment = {"PATH": "/usr/bin:/bin"} | dict(setting.split("=", 1) for setting in settings)
    address = f"http://127.0.0.1:{port}/_stcore/health"
    with serving([str(installed / "dieukhoan"), *arguments], address, environment, tmp_path):
        assert answers(f"http://127.0.0.1:{port}/")
    assert (tmp_path / "state" / "dieukhoan" / "store.sqlite").is_file()
