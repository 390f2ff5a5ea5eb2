"""Small SVG parts, and the palette that the HTML edition can turn dark."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

FONTS = Path(__file__).parents[1] / "data" / "fonts"
# Quoted: a family whose name holds a digit is none to a strict reader of SVG, such as Typst.
SANS = "'Source Sans 3', 'Noto Naskh Arabic', 'Segoe UI', 'Helvetica Neue', Arial, sans-serif"
# Colours that people with any colour vision tell apart (after Okabe and Ito 2008, darkened for
# text contrast); meaning is never carried by colour alone. Each value occurs once, so that the
# HTML edition can exchange it for a variable.
PALETTE = {
    "ink": "#1c2833", "muted": "#56636f", "line": "#c8d0d7", "paper": "#fefefe",
    "accent": "#0b5a82", "soft": "#d9e8f1", "warm": "#a84a12", "green": "#1f7458",
    "plum": "#7a3b73", "land": "#f4f2ec", "water": "#e3ecf2", "faint": "#e9edf0",
}  # fmt: skip
_ILLEGAL = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def text(
    x: float, y: float, words: str, size: float = 12, colour: str = "ink", anchor: str = "start",
    weight: int = 400, halo: bool = False,
) -> str:  # fmt: skip
    """A text element; `halo` puts a paper-coloured rim behind the letters."""
    rim = f' stroke="{PALETTE["paper"]}" stroke-width="3" paint-order="stroke"' if halo else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" fill="{PALETTE[colour]}" '
        f'text-anchor="{anchor}" font-weight="{weight}"{rim}>{clean(words)}</text>'
    )


def clean(words: str) -> str:
    """Escaped for XML, without characters that XML cannot hold."""
    return escape(legal(words), quote=True)


def legal(words: str) -> str:
    """Without characters that XML cannot hold."""
    return _ILLEGAL.sub("", words)


def fit(words: str, letters: int) -> str:
    """At most `letters` characters, with an ellipsis where cut."""
    return words if len(words) <= letters else words[: letters - 1].rstrip() + "…"


def line(points: list[tuple[float, float]], colour: str, width: float, extra: str = "") -> str:
    """A polyline without fill."""
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return (
        f'<polyline points="{path}" fill="none" stroke="{PALETTE[colour]}" '
        f'stroke-width="{width:g}" stroke-linejoin="round" stroke-linecap="round"{extra}/>'
    )


def circle(x: float, y: float, radius: float, fill: str, stroke: str = "paper") -> str:
    """A filled circle with a rim."""
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{PALETTE[fill]}" '
        f'fill-opacity="0.85" stroke="{PALETTE[stroke]}" stroke-width="1"/>'
    )


def rect(
    x: float, y: float, width: float, height: float, fill: str, stroke: str | None = None,
    radius: float = 0, extra: str = "",
) -> str:  # fmt: skip
    """A rectangle."""
    edge = f' stroke="{PALETTE[stroke]}" stroke-width="1"' if stroke else ""
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" '
        f'rx="{radius:g}" fill="{PALETTE[fill]}"{edge}{extra}/>'
    )


def document(width: float, height: float, parts: list[str]) -> str:
    """The whole picture; its meaning for those who do not see it stands in the figure around it."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" '
        f'width="{width:g}" height="{height:g}" font-family="{SANS}">' + "".join(parts) + "</svg>"
    )


def themed(picture: str) -> str:
    """The picture with palette colours as CSS variables, for the HTML edition's dark mode."""
    for name, value in PALETTE.items():
        picture = picture.replace(f'"{value}"', f'"var(--{name})"')
    return picture
