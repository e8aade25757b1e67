"""Every page of a package in both pseudo-languages on a telephone: no text escapes, nothing is too wide or cut off."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest
import visible
from pseudo_course import CODES, Made, escaped

CLIPPED = """() => [...document.querySelectorAll('body *')].filter(element => {
  const style = getComputedStyle(element);
  return element.getClientRects().length && !element.closest('.hidden, [hidden], svg, math')
    && style.overflowY === 'hidden' && style.display !== 'inline' && element.innerText?.trim()
    && element.scrollHeight > element.clientHeight + 1;
}).map(element => `${element.tagName}.${element.className} ${element.innerText.slice(0, 60)}`)"""

SHOWN = """() => [...document.querySelectorAll(
  'section.page:not([hidden]), body > :not(.frame):not(script), .toc, #notices, dialog'
)].map(element => element.outerHTML).join('')"""

#: Elements that are wider than what holds them and cannot be scrolled to.
WIDE = """() => [...document.querySelectorAll('body *')].filter(element => {
  const box = element.getBoundingClientRect();
  const inside = box.left >= -1 && box.right <= document.documentElement.clientWidth + 1;
  if (!box.width || inside || element.closest('.hidden, math, svg')) return false;
  for (let holder = element.parentElement; holder; holder = holder.parentElement) {
    if (['auto', 'scroll', 'hidden'].includes(getComputedStyle(holder).overflowX)) return false;
  }
  return true;
}).map(element => `${element.tagName}.${element.className} ${(element.innerText || '').slice(0, 60)}`)"""


@pytest.mark.parametrize("code", CODES)
def test_in_a_browser_nothing_escapes_and_nothing_overflows(
    made: Made, code: str, browser: Any, tmp_path: Path
) -> None:
    ((_, data),) = ((k, d) for k, d in made.artefacts("scorm12", code) if k.endswith(f":scorm12:{code}"))
    (tmp_path / "package.zip").write_bytes(data)
    with zipfile.ZipFile(tmp_path / "package.zip") as archive:
        archive.extractall(tmp_path / "package")
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.set_default_timeout(5000)
    page.goto((tmp_path / "package/index.html").as_uri())
    page.locator("html.js #progress-text:not(:empty)").wait_for()
    pages = page.eval_on_selector_all("section.page", "found => found.map(each => each.dataset.page)")
    assert len(pages) >= 5
    found = [_look(page, name) for name in pages]
    page.evaluate("location.hash = '#p-_test'")
    page.locator("#p-_test [data-do=start]").click()
    for _ in range(30):
        found.append(_look(page, ""))
        if page.locator("#p-_test .test-result").is_visible():
            break
        _answer(page)
        page.locator("#p-_test form:visible button[type=submit]").click()
        found.append(_look(page, ""))
        page.locator("#p-_test form:visible [data-do=next]").click()
    assert page.locator("#p-_test .test-result").is_visible()
    context.close()
    assert [wide for wide in found if wide] == []


def _look(page: Any, name: str) -> list[str]:
    """Show a page of the lesson, everything opened, and return what is wrong with it."""
    if name:
        page.evaluate(f"location.hash = '#p-{name}'")
        page.locator(f"#p-{name}").wait_for(state="visible")
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
    wrong = [f"wide: {each}" for each in page.evaluate(WIDE)]
    width, room = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    wrong += [f"the page is {width} wide"] if width > room else []
    wrong += [f"clipped: {each}" for each in page.evaluate(CLIPPED)]
    return wrong + sorted(escaped(visible.of_html(page.evaluate(SHOWN))))


def _answer(page: Any) -> None:
    """Give some answer to the question that is shown."""
    form = "#p-_test form:visible"
    for field in page.locator(f"{form} input[type=text]:visible, {form} textarea:visible").all():
        field.fill("one " * 60 if field.evaluate("field => field.tagName") == "TEXTAREA" else "1")
    for choice in page.locator(f"{form} select:visible").all():
        choice.select_option(index=1)
    for box in page.locator(f"{form} input[type=radio]:visible, {form} input[type=checkbox]:visible").all()[:1]:
        box.check()
