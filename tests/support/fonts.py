"""The fonts that browsers of the tests see, whatever the machine has: a configuration of fontconfig each."""

from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from tests.support.npm import packages

LATIN = {
    "@expo-google-fonts/tinos": "*/*.ttf",  # as wide as Times New Roman
    "@expo-google-fonts/arimo": "*/Arimo_[47]*.ttf",  # as wide as Arial
    "dejavu-fonts-ttf": "ttf/DejaVuSansMono*.ttf",
}
WIDE = {"dejavu-fonts-ttf": "ttf/DejaVuSans*.ttf"}
CHINESE = {"@expo-google-fonts/zcool-xiaowei": "*/*.ttf"}


@dataclass(frozen=True, kw_only=True)
class FontSet:
    """Files by package, and which of their families stands for serif, sans-serif and monospace."""

    name: str
    files: dict[str, str]
    serif: str
    sans: str
    mono: str = "DejaVu Sans Mono"

    def environment(self, folder: Path) -> dict[str, str]:
        """Lay the set into a folder; return what a browser's environment says of it."""
        fonts = folder / self.name
        fonts.mkdir(exist_ok=True)
        for name, pattern in self.files.items():
            found = sorted((packages() / name).glob(pattern))
            assert found, f"{name} has no {pattern}."
            for file in found:
                (fonts / file.name).symlink_to(file)
        configuration = folder / f"{self.name}.conf"
        configuration.write_text(self._configuration(fonts, folder / "cache"))
        return {"FONTCONFIG_FILE": str(configuration)}

    def _configuration(self, fonts: Path, cache: Path) -> str:
        """Return the configuration: these files alone, drawn the same everywhere."""
        generic = {
            **dict.fromkeys(("serif", "Times New Roman"), self.serif),
            **dict.fromkeys(("sans-serif", "sans", "system-ui", "Arial", "Helvetica"), self.sans),
            **dict.fromkeys(("monospace", "mono", "Courier New"), self.mono),
        }
        aliases = "".join(
            f'<alias binding="same"><family>{escape(name)}</family>'
            f"<prefer><family>{escape(family)}</family></prefer></alias>\n"
            for name, family in generic.items()
        )
        return (
            '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>\n'
            f"<dir>{escape(str(fonts))}</dir>\n<cachedir>{escape(str(cache))}</cachedir>\n{aliases}"
            '<match target="pattern"><edit name="family" mode="append_last">'
            f"<string>{escape(self.sans)}</string></edit></match>\n"  # what no other rule has a family for
            '<match target="font">'
            '<edit name="antialias" mode="assign"><bool>true</bool></edit>'
            '<edit name="hinting" mode="assign"><bool>false</bool></edit>'
            '<edit name="rgba" mode="assign"><const>none</const></edit>'
            "</match>\n</fontconfig>\n"
        )


WITH_CHINESE = FontSet(name="with-chinese", files=LATIN | CHINESE, serif="Tinos", sans="Arimo")
WITHOUT_CHINESE = FontSet(name="without-chinese", files=LATIN, serif="Tinos", sans="Arimo")
WIDE_LATIN = FontSet(name="wide", files=WIDE | CHINESE, serif="DejaVu Sans", sans="DejaVu Sans")
