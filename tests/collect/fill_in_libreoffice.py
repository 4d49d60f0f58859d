"""Run by LibreOffice's own Python: fills a collecting workbook in as a clerk types into it, and saves it as XLSX.

python3 fill_in_libreoffice.py PROFILE WORKBOOK FILLED ANSWERS, where ANSWERS is {row from 0: {header: text}} as JSON.
"""

import contextlib
import json
import subprocess
import sys
import time

import uno
from com.sun.star.beans import PropertyValue

HEADER_ROW, COLUMNS = 1, 13


def option(name: str, value: object) -> PropertyValue:
    one = PropertyValue()
    one.Name, one.Value = name, value
    return one


def connect(pipe: str) -> object:
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    for _ in range(240):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:
            time.sleep(0.25)
    raise SystemExit("LibreOffice does not answer")


profile, workbook, filled, answers = sys.argv[1:]
pipe = f"collect{hash(filled) & 0xFFFFFF}"
office = subprocess.Popen(
    [
        "soffice",
        "--headless",
        "--norestore",
        f"-env:UserInstallation=file://{profile}",
        f"--accept=pipe,name={pipe};urp;",
    ]
)
try:
    context = connect(pipe)
    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    document = desktop.loadComponentFromURL(f"file://{workbook}", "_blank", 0, (option("Hidden", True),))
    sheet = document.Sheets.getByIndex(0)
    columns = {sheet.getCellByPosition(column, HEADER_ROW).String: column for column in range(COLUMNS)}
    for row, texts in json.loads(answers).items():
        for header, text in texts.items():
            # As typed: LibreOffice makes of it what it makes of a clerk's text.
            sheet.getCellByPosition(columns[header], int(row)).setFormula(text)
    document.storeToURL(f"file://{filled}", (option("FilterName", "Calc MS Excel 2007 XML"),))
    document.close(True)
    with contextlib.suppress(Exception):
        desktop.terminate()
    office.wait(30)
finally:
    if office.poll() is None:
        office.kill()
