"""Official forms as plain text: random figures that keep the rules, in every way in which such tables reach a text file."""

from gdie.training.forms.model import (
    CARRIES_BLANKS,
    CLEAN,
    LAYOUTS,
    MANNERS,
    NOISES,
    Cell,
    Layout,
    Noise,
    RenderedForm,
    Style,
    Value,
    Values,
)
from gdie.training.forms.report import (
    REPORT_2021,
    draw_noise,
    draw_style,
    layouts_of,
    render,
    render_report_2021,
    report_values,
)
from gdie.training.forms.values import random_values

__all__ = [
    "CARRIES_BLANKS",
    "CLEAN",
    "LAYOUTS",
    "MANNERS",
    "NOISES",
    "REPORT_2021",
    "Cell",
    "Layout",
    "Noise",
    "RenderedForm",
    "Style",
    "Value",
    "Values",
    "draw_noise",
    "draw_style",
    "layouts_of",
    "random_values",
    "render",
    "render_report_2021",
    "report_values",
]
