"""A small knowledge base, and exports made by hand to the shape that each CRM documents."""

import datetime as dt
import zipfile
from html import escape
from pathlib import Path

import pytest

from scripts_kb.content import loading

KB = """\
company: Утренний цех
segments: [{id: cafe, title: Кафе}, {id: home, title: Для дома}]
reasons:
  not-our-lead: [{id: out-of-zone, title: Вне зоны доставки}]
metrics: [{id: conversion, title: Конверсия, of: won/contacts}]
"""
CRM = """\
crm:
  - id: amocrm
    stages: {Отправлен пробник: open, "Каппинг, назначен": open}
    pipelines:
      - {id: cafe, title: Кафе и рестораны, script: first-call, segment: cafe}
      - {id: home, title: Для дома, script: incoming-home, segment: home}
  - id: bitrix24
    pipelines:
      - {id: cafe, title: Кафе, script: first-call}
      - {id: all, title: Общая, script: incoming-home}
  - id: hubspot
    columns: {deal: Record ID, created: Create Date, stage: Deal Stage, amount: Amount, pipeline: Pipeline, version: Script version}
    stages: {Closed Won: won, Closed Lost: refused, Appointment Scheduled: open, Contract Sent: open}
    pipelines: [{id: sales, title: Sales Pipeline, script: incoming-home, segment: home}]
"""
SCRIPT = """\
id: {id}
title: {id}
segments: [{segments}]
"""


@pytest.fixture
def content(tmp_path):
    """A content folder without facts."""
    folder = tmp_path / "content"
    (folder / "scripts").mkdir(parents=True)
    (folder / "kb.yml").write_text(KB + CRM, encoding="utf-8")
    zones = "departments: [{id: sales, title: Продажи}, {id: marketing, title: Маркетинг}]\n"
    (folder / "zones.yml").write_text(zones, encoding="utf-8")
    (folder / "products").mkdir()
    product = "id: espresso\ntitle: Эспрессо\nsku: ES-1\n"
    (folder / "products" / "espresso.yml").write_text(product, encoding="utf-8")
    for id_, segments in {
        "first-call": "cafe",
        "incoming-home": "home",
        "both": "cafe, home",
    }.items():
        text = SCRIPT.format(id=id_, segments=segments)
        (folder / "scripts" / f"{id_}.yml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def base_of():
    """Read a content folder that has no mistake in its documents."""

    def read(content: Path):
        base, problems = loading.load(content)
        assert [each.line() for each in problems] == []
        return base

    return read


SHEET = """<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>"""
BOOK = """<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>{}</sheets></workbook>"""
RELS = """<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>"""
STYLES = """<?xml version="1.0"?><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>"""
TYPES = """<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"""
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _cell(column: int, row: int, value) -> str:
    at = f'r="{chr(65 + column)}{row}"'
    if value is None:
        return ""
    if isinstance(value, dt.date):
        days = (value - dt.date(1899, 12, 30)).days
        return f'<c {at} s="1"><v>{days}</v></c>'
    if isinstance(value, int | float):
        return f"<c {at}><v>{value}</v></c>"
    return f'<c {at} t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'


@pytest.fixture
def workbook():
    """Write a workbook: path, then sheets as name → rows."""

    def write(path: Path, sheets: dict) -> Path:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("[Content_Types].xml", TYPES)
            root = (
                f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
            )
            archive.writestr("_rels/.rels", RELS.format(root))
            names, links = "", f'<Relationship Id="s" Type="{OFFICE}/styles" Target="styles.xml"/>'
            for number, (name, rows) in enumerate(sheets.items(), 1):
                names += f'<sheet name="{escape(name)}" sheetId="{number}" r:id="r{number}"/>'
                links += f'<Relationship Id="r{number}" Type="{OFFICE}/worksheet" Target="sheet{number}.xml"/>'
                body = "".join(
                    f'<row r="{at}">'
                    + "".join(_cell(i, at, v) for i, v in enumerate(row))
                    + "</row>"
                    for at, row in enumerate(rows, 1)
                    if row
                )
                archive.writestr(f"xl/sheet{number}.xml", SHEET.format(body))
            archive.writestr("xl/workbook.xml", BOOK.format(names))
            archive.writestr("xl/_rels/workbook.xml.rels", RELS.format(links))
            archive.writestr("xl/styles.xml", STYLES)
        return path

    return write


@pytest.fixture
def html_table():
    """Write what Bitrix24 calls an Excel file."""

    def write(path: Path, rows: list) -> Path:
        header, *body = rows
        lines = ["<html><head><meta http-equiv='Content-Type' content='text/html; charset=UTF-8'>"]
        lines += ["<style>td {mso-number-format:'\\@'}</style></head><body><table border=1><thead>"]
        lines += [
            "<tr>"
            + "".join(f"<th>{escape(str(each))}</th>" for each in header)
            + "</tr></thead><tbody>"
        ]
        for row in body:
            cells = "".join(f'<td class="x">{each}</td>' for each in row)
            lines.append(f"<TR>{cells}</TR>")
        path.write_text("\n".join([*lines, "</tbody></table></body></html>"]), encoding="utf-8")
        return path

    return write
