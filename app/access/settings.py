"""The file that `--auth` names: how people log in, who they are here, which groups they belong to.

::

    [auth]                                  # for the pages: OpenID Connect, as st.login of Streamlit has it
    redirect_uri = "https://dieukhoan.tinh.gov.vn/oauth2callback"
    cookie_secret = "…"                     # openssl rand -hex 32
    client_id = "dieukhoan"
    client_secret = "…"
    server_metadata_url = "https://dang-nhap.tinh.gov.vn/.well-known/openid-configuration"

    [access]
    name = "email"                          # the claim that names a person
    groups = "groups"                       # the claim that lists a person's groups, if the provider gives one
    others = "reader"                       # the role of whoever is not listed; left out: they are refused

    [access.people."an@tinh.gov.vn"]
    role = "editor"
    groups = ["Phòng Tổng hợp"]

The file is read again when it changes, so that who is taken out of it is out at once.
"""

from __future__ import annotations

import os
import stat
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from app.access import SETTING
from corpus.errors import InputError
from corpus.store.visibility import group_name

Group = Annotated[str, AfterValidator(group_name)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Person(_Strict):
    """What one person may do, and the groups that they belong to."""

    role: Literal["reader", "editor", "admin"] = "reader"
    groups: list[Group] = Field(default_factory=list)


class Access(_Strict):
    """Who people are here, by the claims of the provider; `others` is the role of whoever is not in `people`, None refuses them."""

    name: str = "email"
    groups: str | None = None
    others: Literal["reader", "editor", "admin"] | None = None
    people: dict[str, Person] = Field(default_factory=dict)


class Provider(BaseModel):
    """The settings of OpenID Connect that every provider needs; Streamlit reads them and the others that it knows."""

    redirect_uri: str = Field(pattern="^https?://.+/oauth2callback$")
    cookie_secret: str = Field(min_length=32)
    client_id: str
    client_secret: str
    server_metadata_url: str = Field(pattern="^https?://")


class Settings(_Strict):
    """The file; without `auth` the API and MCP know people by their tokens, and there can be no pages."""

    auth: Provider | None = None
    access: Access = Field(default_factory=Access)


def is_required() -> bool:
    """Whether people have to log in."""
    return bool(os.environ.get(SETTING))


def settings() -> Settings:
    """What the file says now.

    Raises:
        InputError: it cannot be read or used; nobody is let in then.
    """
    path = Path(os.environ[SETTING])
    try:
        changed = path.stat().st_mtime_ns
    except OSError as error:
        raise _unusable(path, error.strerror or str(error)) from error
    return read_settings(path, changed)


@lru_cache(maxsize=1)
def read_settings(path: Path, _changed: int = 0) -> Settings:
    """The settings in the file `path`.

    Raises:
        InputError: it cannot be read or used.
    """
    try:
        mode = path.stat().st_mode
        found = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise _unusable(path, error.strerror or str(error)) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _unusable(path, f"it is no TOML: {error}") from error
    if os.name == "posix" and mode & (stat.S_IRWXO | stat.S_IWGRP):
        raise InputError(
            f"{path} holds secrets and others may read or change it; take that from them: chmod 640 {path}"
        )
    try:
        return Settings.model_validate(found)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]  # what is typed there may be a secret
        raise _unusable(path, f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from None


def _unusable(path: Path, why: str) -> InputError:
    return InputError(f"The access file {path} cannot be used ({why}); correct it (docs/access.md shows one).")
