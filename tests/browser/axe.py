"""axe-core, the accessibility checker, run on the page that is open."""

from functools import cache

from playwright.sync_api import Page

from tests.support.npm import packages

RUN = """async () => {
  const { violations } = await axe.run(document, { resultTypes: ["violations"] });
  const say = ({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html.slice(0, 160)}`);
  return violations.flatMap(say);
}"""


@cache
def axe_source() -> str:
    """Return the checker's code."""
    return (packages() / "axe-core" / "axe.min.js").read_text()


def violations(page: Page) -> list[str]:
    """Return what offends against WCAG and good practice."""
    page.evaluate(axe_source())  # the page's own policy does not bind what the browser's driver evaluates
    found: list[str] = page.evaluate(RUN)
    return found
