"""Reading the numbers of formulas that a page shows."""

from playwright.sync_api import Locator


def numbers_of(formula: Locator) -> list[float]:
    """Return all numbers of a formula, one after another; a minus before one is no part of it."""
    return [float(text) for text in formula.locator("mn").all_text_contents()]


def signed(text: str) -> str:
    """Return a number as Python writes it: the sign is a hyphen, a power of ten an E."""
    digits = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹−", "-0123456789-")
    return text.replace("·10", "E").translate(digits)
