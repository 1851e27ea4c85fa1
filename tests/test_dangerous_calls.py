"""`make check` refuses code that could run, load or hash what it should not (the rules S of ruff)."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.conftest import ROOT

_BAD = {
    "shell": "import subprocess\n\nsubprocess.run('ls ' + input(), shell=True, check=True)\n",
    "os.system": "import os\n\nos.system(input())\n",
    "eval": "eval(input())\n",
    "exec": "exec(input())\n",
    "pickle": "import pickle\n\npickle.loads(input().encode())\n",
    "yaml": "import yaml\n\nyaml.load(input())\n",
    "md5": "import hashlib\n\nhashlib.md5(b'')\n",
    "no certificate": "import httpx\n\nhttpx.get('https://a.vn', verify=False)\n",
    "template": "import jinja2\n\njinja2.Environment()\n",
}


@pytest.mark.parametrize("name", _BAD)
def test_the_check_refuses(name: str) -> None:
    command = [sys.executable, "-m", "ruff", "check", "--no-cache", "--output-format=concise", "--stdin-filename=app/trial.py", "-"]  # fmt: skip
    done = subprocess.run(command, cwd=ROOT, input=_BAD[name], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert ": S" in done.stdout
