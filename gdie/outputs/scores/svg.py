"""Charts as inline SVG. Values lie between 0 and 1 but for the x axis of a curve; every label is escaped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

COLOURS = ("#1f5fa8", "#c25b12", "#3a7d44", "#7b4ea3", "#8c2d2d", "#555555")
DASHES = ("", "6 3", "2 3", "8 3 2 3", "1 2", "12 4")
_FONT = 'font-family="system-ui, sans-serif" font-size="12"'
_TICKS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)


@dataclass(frozen=True)
class Point:
    """A point of a line, with an interval and a weight where it has them; the weight shows as size."""

    x: float
    y: float
    low: float | None = None
    high: float | None = None
    weight: float | None = None


@dataclass(frozen=True)
class Line:
    """A named line."""

    name: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Estimate:
    """A value with its interval; a row of an interval chart has one a system."""

    system: str
    value: float
    low: float
    high: float


def intervals(rows: Sequence[tuple[str, Sequence[Estimate]]], title: str) -> Markup:
    """Values with their intervals as dots and bars, one row a measure, one dot a system."""
    left, width, step, top = 210, 420, 16, 24
    systems = list(dict.fromkeys(e.system for _, estimates in rows for e in estimates))
    heights = [max(1, len(estimates)) * step + 10 for _, estimates in rows]
    bottom = top + sum(heights)
    parts = [_grid(left, width, top, bottom)]
    y = float(top)
    for (name, estimates), height in zip(rows, heights, strict=True):
        parts.append(_text(left - 8, y + height / 2 + 4, name, "end"))
        for k, e in enumerate(estimates):
            row = y + 5 + step * k + step / 2
            colour = COLOURS[systems.index(e.system) % len(COLOURS)]
            parts.append(
                Markup(
                    '<line x1="{}" x2="{}" y1="{}" y2="{}" stroke="{}" stroke-width="2"/>'
                    '<circle cx="{}" cy="{}" r="4" fill="{}"><title>{}: {} ({}–{})</title></circle>'
                ).format(
                    _n(left + width * e.low),
                    _n(left + width * e.high),
                    _n(row),
                    _n(row),
                    colour,
                    _n(left + width * e.value),
                    _n(row),
                    colour,
                    e.system,
                    f"{e.value:.3f}",
                    f"{e.low:.2f}",
                    f"{e.high:.2f}",
                )
            )
            parts.append(_text(left + width + 8, row + 4, f"{e.value:.3f}", "start"))
        y += height
    return _svg(
        left + width + 60, bottom + 30 + _legend_height(systems), title, parts, systems, left, bottom + 34
    )


def lines(
    series: Sequence[Line],
    title: str,
    x_label: str,
    y_label: str,
    *,
    x_most: float = 1.0,
    diagonal: bool = False,
) -> Markup:
    """Lines over a square; `x_most` is the right end of the x axis, `diagonal` the line of perfect calibration."""
    left, top, size = 60, 20, 320
    bottom = top + size

    def place(p: Point) -> tuple[float, float]:
        return left + size * p.x / x_most, bottom - size * p.y

    parts = [_grid(left, size, top, bottom, lambda t: _tick(t * x_most, x_most)), *_rows(left, size, bottom)]
    if diagonal:
        parts.append(
            Markup('<line x1="{}" y1="{}" x2="{}" y2="{}" stroke="#999" stroke-dasharray="4 4"/>').format(
                left, bottom, left + size, top
            )
        )
    for k, line in enumerate(series):
        colour, dash = COLOURS[k % len(COLOURS)], DASHES[k % len(DASHES)]
        path = " ".join(f"{_n(x)},{_n(y)}" for x, y in map(place, line.points))
        parts.append(
            Markup(
                '<polyline points="{}" fill="none" stroke="{}" stroke-width="2" stroke-dasharray="{}"/>'
            ).format(path, colour, dash)
        )
        parts += [_dot(line.name, p, place, colour) for p in line.points if len(line.points) <= 20]
    parts.append(_text(left + size / 2, bottom + 34, x_label, "middle"))
    parts.append(
        Markup(
            '<text x="0" y="0" transform="translate(16 {}) rotate(-90)" text-anchor="middle" {}>{}</text>'
        ).format(top + size / 2, Markup(_FONT), y_label)
    )
    names = [line.name for line in series]
    return _svg(left + size + 30, bottom + 46 + _legend_height(names), title, parts, names, left, bottom + 56)


def _dot(name: str, point: Point, place: Callable[[Point], tuple[float, float]], colour: str) -> Markup:
    x, y = place(point)
    bar = Markup()
    if point.low is not None and point.high is not None:
        low, high = place(Point(point.x, point.low))[1], place(Point(point.x, point.high))[1]
        bar = Markup('<line x1="{}" x2="{}" y1="{}" y2="{}" stroke="{}"/>').format(
            _n(x), _n(x), _n(low), _n(high), colour
        )
    radius = 4.0 if point.weight is None else 3 + 9 * point.weight**0.5
    return bar + Markup(
        '<circle cx="{}" cy="{}" r="{}" fill="{}" fill-opacity="0.7"><title>{}: {}, {}</title></circle>'
    ).format(_n(x), _n(y), _n(radius), colour, name, _n(point.x), f"{point.y:.3f}")


def _svg(
    width: float,
    height: float,
    title: str,
    parts: Iterable[Markup],
    names: Sequence[str],
    left: float,
    below: float,
) -> Markup:
    legend = [
        Markup(
            '<line x1="{}" x2="{}" y1="{}" y2="{}" stroke="{}" stroke-width="3" stroke-dasharray="{}"/>'
        ).format(
            left,
            left + 26,
            below + 18 * k,
            below + 18 * k,
            COLOURS[k % len(COLOURS)],
            DASHES[k % len(DASHES)],
        )
        + _text(left + 34, below + 18 * k + 4, name, "start")
        for k, name in enumerate(names)
    ]
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {} {}" width="{}" height="{}"><title>{}</title>{}</svg>'
    ).format(_n(width), _n(height), _n(width), _n(height), title, Markup().join([*parts, *legend]))


def _legend_height(names: Sequence[str]) -> int:
    return 18 * len(names) + 6


def _grid(
    left: float, width: float, top: float, bottom: float, label: Callable[[float], str] = "{:.1f}".format
) -> Markup:
    """Vertical lines with their labels below."""
    return Markup().join(
        Markup('<line x1="{}" x2="{}" y1="{}" y2="{}" stroke="#ddd"/>').format(
            _n(left + width * t), _n(left + width * t), top, bottom
        )
        + _text(left + width * t, bottom + 16, label(t), "middle")
        for t in _TICKS
    )


def _rows(left: float, width: float, bottom: float) -> list[Markup]:
    """Horizontal lines with their labels at the left."""
    return [
        Markup('<line x1="{}" x2="{}" y1="{}" y2="{}" stroke="#ddd"/>').format(
            left, left + width, _n(bottom - width * t), _n(bottom - width * t)
        )
        + _text(left - 6, bottom - width * t + 4, f"{t:.1f}", "end")
        for t in _TICKS
    ]


def _tick(value: float, most: float) -> str:
    return f"{value:.1f}" if most <= 5 else f"{value:.0f}"


def _text(x: float, y: float, text: str, anchor: str) -> Markup:
    return Markup('<text x="{}" y="{}" text-anchor="{}" {}>{}</text>').format(
        _n(x), _n(y), anchor, Markup(_FONT), escape(text)
    )


def _n(value: float) -> str:
    """A coordinate without needless digits."""
    return f"{value:.1f}".removesuffix(".0")
