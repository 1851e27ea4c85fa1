"""Deadlines in the visitor's language."""

from __future__ import annotations

from datetime import date

from app.language import N_, _

_EVERY = {
    ("DAILY", "1"): N_("hằng ngày"), ("WEEKLY", "1"): N_("hằng tuần"), ("MONTHLY", "1"): N_("hằng tháng"),
    ("MONTHLY", "3"): N_("hằng quý"), ("YEARLY", "1"): N_("hằng năm"),
}  # fmt: skip
_EVERY_SO_MANY = {
    "DAILY": N_("{n} ngày một lần"), "WEEKLY": N_("{n} tuần một lần"), "MONTHLY": N_("{n} tháng một lần"),
    "YEARLY": N_("{n} năm một lần"),
}  # fmt: skip


def deadline_in_words(day: str | None, rule: str | None) -> str:
    """A date (ISO, `--12-01` where it recurs) and a rule (RFC 5545) as lists of deadlines show them; "" where there is neither.

    In Vietnamese 15/12/2024, "ngày 01/12 hằng năm", "hằng quý".
    """
    if day and not day.startswith("--"):
        return date.fromisoformat(day).strftime("%d/%m/%Y")
    parts = dict(part.split("=") for part in (rule or "").split(";") if part)
    months = parts.get("BYMONTH", "")
    if number := parts.get("BYMONTHDAY"):
        if "," in months:
            return _("ngày {day} tháng cuối quý").format(day=f"{int(number):02d}")
        if months:
            return _("ngày {day}/{month} hằng năm").format(day=f"{int(number):02d}", month=f"{int(months):02d}")
        return _("ngày {day} hằng tháng").format(day=f"{int(number):02d}")
    frequency, interval = parts.get("FREQ", ""), parts.get("INTERVAL", "1")
    if each := _EVERY.get((frequency, interval)):
        return _(each)
    return _(_EVERY_SO_MANY[frequency]).format(n=interval) if frequency in _EVERY_SO_MANY else ""
