"""Typeset formulas: from one line of plain notation to MathML, which browsers show without help.

The notation is what one would type for a colleague, with the letters that Unicode has for mathematics:

============================  =====================================================================
``z_j^l = ∑_k w_{jk}^l x_k``  subscripts and superscripts; braces group
``{∂C}/{∂w}``                 a fraction: both sides in braces; elsewhere ``/`` is a slash
``√{a + b}``                  a root
``"threshold"``               words
``exp z``, ``ln``, ``max``    functions are upright; other letters stand for a quantity each
``@z``                        a slot, which a script of the page fills with a number
``[a, b; c, d]``              a matrix: commas between columns, semicolons between rows
``⎨ 0, "if" x; 1, "else" ⎬``  cases
============================  =====================================================================

``static/js/learn/formulas/formula.js`` fills the slots.
"""

import re
from collections.abc import Callable
from html import escape

__all__ = ["MathError", "mathml"]

TOKEN = re.compile(
    r'\s*(?:(?P<text>"[^"]*")|(?P<slot>@\w+)|(?P<number>\d+(?:[.,]\d+)*)|(?P<word>[A-Za-z]+)|(?P<other>\S))'
)
FUNCTIONS = frozenset({"exp", "ln", "max", "min", "arg", "sin", "cos", "tanh"})
BIG = frozenset("∑∏∫")
LIMITS_BELOW = frozenset({"max", "min", "∑", "∏"})
CLOSING = {"(": ")", "{": "}", "[": "]", "⎨": "⎬"}
GREEK_AND_SIGNS = frozenset("∂∇∞ℓ…⋯⋮⋱")
"""Characters that are identifiers beside all letters."""
NO_BREAK_SPACE = "\u00a0"
"""Other spaces at the ends of words would be lost."""
PRINTED = {"-": "−", "*": "·", "'": "′"}
MINUS = frozenset("-−")
BEFORE_A_SIGN = frozenset("=≈≡<>≤≥→·*+-−")
"""Operators after which a minus is the sign of what follows, and takes no space."""
RELATIONS = frozenset("=≈≡≠<>≤≥→")
NORM = "∥"
THIN_SPACE = '<mspace width="0.1667em"></mspace>'
"""Between a function and its argument without parentheses, and before such a function."""


NOTHING = "expected a formula, found nothing"


class MathError(ValueError):
    """A formula that cannot be read; the message says where."""


def mathml(notation: str, *, block: bool = False) -> str:
    """Return a formula as a `<math>` element; raise MathError for one that cannot be read.

    On a line of its own (`block`) it comes in pieces, between which the line may end where it is narrow:
    MathML by itself never ends one. A piece begins with each relation of a chain but the first, and behind
    words that a comma begins.
    """
    reader = _Reader(notation)
    if not block:
        return f"<math>{reader.all()}</math>"
    pieces = (f'<math displaystyle="true">{piece}</math>' for piece in reader.pieces())
    return f'<div class="equation">{"<wbr>".join(pieces)}</div>'


def _row(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"<mrow>{''.join(parts)}</mrow>"


def _operator(character: str) -> str:
    return f"<mo>{escape(PRINTED.get(character, character))}</mo>"


class _Reader:
    """Reads one formula from left to right, by recursive descent."""

    def __init__(self, notation: str) -> None:
        self.notation = notation
        self.tokens = [
            next(kind for kind in found.groupdict().items() if kind[1] is not None)
            for found in TOKEN.finditer(notation.strip())
        ]
        self.at = 0

    def all(self) -> str:
        """Return the whole formula."""
        parts = self.parts(until=None)
        if not parts:
            raise MathError(NOTHING)
        return _row(parts)

    def pieces(self) -> list[str]:
        """Return the whole formula, divided where a line may end."""
        pieces: list[list[str]] = [[]]
        in_chain = False
        while self.peek() is not None:
            kind, token = self.tokens[self.at]
            if token in RELATIONS and pieces[-1]:
                if in_chain:
                    pieces.append([])
                in_chain = True
            pieces[-1] += self.scripted()
            if kind == "text" and token.startswith('",'):
                pieces.append([])
                in_chain = False
        if not pieces[0]:
            raise MathError(NOTHING)
        return [_row(parts) for parts in pieces if parts]

    def peek(self) -> str | None:
        """Return the text of the next token."""
        return self.tokens[self.at][1] if self.at < len(self.tokens) else None

    def parts(self, until: str | None, *, stops: str = "") -> list[str]:
        """Return what stands before a closing sign, which stays to be read."""
        parts: list[str] = []
        while (token := self.peek()) != until and (token is None or token not in stops):
            if token is None:
                raise MathError(f"expected {until!r} before the end of {self.notation!r}")
            parts += self.scripted()
        return parts

    def scripted(self) -> list[str]:
        """Return one atom (or the letters of one word), with what is written below and above it."""
        start = self.peek()
        atoms = self.atoms()
        scripts: dict[str, str] = {}
        while (sign := self.peek()) in {"_", "^", "'"} and sign is not None:
            self.at += 1
            kind = "^" if sign == "'" else sign
            if kind in scripts and sign != "'":
                raise MathError(f"expected one {sign!r} after {start!r} in {self.notation!r}")
            script = "<mo>′</mo>" if sign == "'" else _row(self.atoms())
            scripts[kind] = f"<mrow>{scripts[kind]}{script}</mrow>" if kind in scripts else script
        if scripts:
            atoms[-1] = _with_scripts(atoms[-1], scripts, below=start in LIMITS_BELOW)
        return atoms + self.gap(start)

    def gap(self, start: str | None) -> list[str]:
        """Return the space behind a function, or before one, which has no parenthesis or operator there."""
        following = self.peek()
        behind = start in FUNCTIONS and following not in {None, "(", *CLOSING.values()}
        before = following in FUNCTIONS and self.tokens[self.at - 1][1] not in BEFORE_A_SIGN
        return [THIN_SPACE] if behind or before else []

    def atoms(self) -> list[str]:
        """Return the next atom; of a word that is no function, a letter each."""
        if self.at == len(self.tokens):
            raise MathError(f"expected more after {self.notation!r}")
        kind, token = self.tokens[self.at]
        self.at += 1
        if kind == "text":
            return [f"<mtext>{escape(token[1:-1]).replace(' ', NO_BREAK_SPACE)}</mtext>"]
        if kind == "slot":
            return [f'<mrow data-slot="{token[1:]}"></mrow>']
        if kind == "number":
            return [f"<mn>{token}</mn>"]
        if kind == "word":
            return [f"<mi>{token}</mi>"] if token in FUNCTIONS else [f"<mi>{letter}</mi>" for letter in token]
        return [self.other(token)]

    def other(self, token: str) -> str:
        """Return what a sign begins, or the sign."""
        bracketed: dict[str, Callable[[], str]] = {
            "{": self.group, "(": self.parenthesis, "[": self.matrix, "⎨": self.cases, "√": self.root,
        }  # fmt: skip
        if token in bracketed:
            return bracketed[token]()
        if token in CLOSING.values():
            raise MathError(f"found {token!r} that closes nothing in {self.notation!r}")
        if token in BIG:
            return f"<mo>{token}</mo>"
        if token == NORM:
            return f'<mo lspace="0" rspace="0">{token}</mo>'
        if token in MINUS and self.at > 1 and self.tokens[self.at - 2][1] in BEFORE_A_SIGN:
            return f'<mo form="prefix">{PRINTED["-"]}</mo>'
        if token.isalpha() or token in GREEK_AND_SIGNS:
            return f"<mi>{token}</mi>"
        return _operator(token)

    def group(self) -> str:
        """Return a group, or the fraction that it is the numerator of."""
        top = self.closed("{")
        if self.peek() == "/" and self.at + 1 < len(self.tokens) and self.tokens[self.at + 1][1] == "{":
            self.at += 2
            return f"<mfrac>{top}{self.closed('{')}</mfrac>"
        return top

    def closed(self, opening: str) -> str:
        """Return what stands before the sign that closes, and read that sign."""
        row = _row(self.parts(CLOSING[opening]) or ["<mrow></mrow>"])
        self.at += 1
        return row

    def parenthesis(self) -> str:
        """Return what stands in parentheses, with them: as high as it is."""
        return f"<mrow><mo>(</mo>{self.closed('(')}<mo>)</mo></mrow>"

    def root(self) -> str:
        """Return the root of the next atom."""
        return f"<msqrt>{_row(self.atoms())}</msqrt>"

    def matrix(self) -> str:
        """Return rows of columns in brackets."""
        return f"<mrow><mo>[</mo>{self.table('[')}<mo>]</mo></mrow>"

    def cases(self) -> str:
        """Return rows behind a brace."""
        return f"<mrow><mo>{{</mo>{self.table('⎨', ' class=cases')}</mrow>"

    def table(self, opening: str, attributes: str = "") -> str:
        """Return the rows before the sign that closes, and read that sign."""
        closing = CLOSING[opening]
        rows: list[list[str]] = [[]]
        while True:
            rows[-1].append(_row(self.parts(closing, stops=",;") or ["<mrow></mrow>"]))
            sign = self.peek()
            self.at += 1
            if sign == closing:
                break
            if sign == ";":
                rows.append([])
        lines = ("".join(f"<mtd>{cell}</mtd>" for cell in row) for row in rows)
        return f"<mtable{attributes}>{''.join(f'<mtr>{line}</mtr>' for line in lines)}</mtable>"


def _with_scripts(base: str, scripts: dict[str, str], *, below: bool) -> str:
    kind = {"_": "sub", "^": "sup", "_^": "subsup"}["".join(sorted(scripts, key="_^".index))]
    if below:
        kind = {"sub": "under", "sup": "over", "subsup": "underover"}[kind]
    return f"<m{kind}>{base}{''.join(scripts[sign] for sign in '_^' if sign in scripts)}</m{kind}>"
