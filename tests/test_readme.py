"""README tells the truth."""

from tests.support.site import ROOT


def test_the_table_of_speeds_is_the_latest_measurement() -> None:
    measured = (ROOT / "benchmarks" / "results" / "latest.md").read_text().splitlines()
    table = [line for line in measured if line.startswith("|")]
    assert table
    readme = (ROOT / "README.md").read_text()
    assert "\n".join(table) in readme, "copy the table of benchmarks/results/latest.md into README.md"
