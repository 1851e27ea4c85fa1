"""The access file: what it cannot be is said in a sentence that gives no secret away, and lets nobody in."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.access.settings import read_settings
from corpus.errors import InputError
from tests.conftest import run

SECRET = "khong-ai-duoc-biet"
FILE = f"""
[auth]
redirect_uri = "https://dieukhoan.lamgiang.gov.vn/oauth2callback"
cookie_secret = "{SECRET * 2}"
client_id = "dieukhoan"
client_secret = "{SECRET}"
server_metadata_url = "https://dang-nhap.lamgiang.gov.vn/.well-known/openid-configuration"

[access]
others = "reader"
"""


def written(folder: Path, text: str, mode: int = 0o640) -> Path:
    path = folder / "access.toml"
    path.write_text(text, "utf-8")
    path.chmod(mode)
    return path


def test_a_file_as_it_should_be(tmp_path: Path) -> None:
    found = read_settings(written(tmp_path, FILE))
    assert found.auth
    assert found.access.others == "reader"


@pytest.mark.parametrize("mode", [0o644, 0o660, 0o641])
def test_a_file_that_others_may_read_or_change_is_refused(tmp_path: Path, mode: int) -> None:
    with pytest.raises(InputError, match=r"^\S+ holds secrets and others may read or change it; .*chmod 640 \S+$"):
        read_settings(written(tmp_path, FILE, mode))


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("[auth]", "[auth"),
        (f'cookie_secret = "{SECRET * 2}"', f'cookie_secret = "{SECRET}"'),
        (f'client_secret = "{SECRET}"', f'client_secret = ["{SECRET}"]'),
        ('others = "reader"', 'others = "root"'),
        ("[access]", f'[access]\n{SECRET} = "{SECRET}"\nname = ["{SECRET}"]'),
        ("/oauth2callback", "/elsewhere"),
        ('"https://dang-nhap', '"file://dang-nhap'),
    ],
)
def test_what_cannot_be_used_is_refused_without_its_secrets(tmp_path: Path, good: str, bad: str) -> None:
    assert good in FILE
    with pytest.raises(InputError) as refused:
        read_settings(written(tmp_path, FILE.replace(good, bad)))
    assert "docs/access.md" in str(refused.value)
    assert len(str(refused.value).splitlines()) == 1
    assert f'"{SECRET}' not in str(refused.value)


def test_a_server_says_so_and_does_not_start(tmp_path: Path, sample_home: Path) -> None:
    for command in ("serve", "api"):
        for path in (written(tmp_path, FILE, 0o644), tmp_path / "khong-co.toml"):
            done = run(command, "--auth", path, home=sample_home)
            assert (done.returncode, done.stdout) == (1, "")
            assert done.stderr.count("\n") == 1
            assert "Traceback" not in done.stderr
            assert SECRET not in done.stderr
