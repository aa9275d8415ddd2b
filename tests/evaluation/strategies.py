"""What the scorers are fed with: annotations as the scheme allows them, and facts of one document."""

from dataclasses import replace

from hypothesis import strategies as st

from gdie.annotation import Annotation, Entity, Relation
from gdie.facts import AgencyOf, Fact, Mention, PeriodOf

LABELS = ("COUNT", "CATEGORY", "CHANNEL")
RELATIONS = ("CATEGORY_OF", "VIA", "PART_OF")


def fact(identifier: str, start: int, **changes: object) -> Fact:
    """A fact whose fields are all there; totals are left to the caller."""
    plain = Fact(
        doc="made-up",
        id=identifier,
        kind="count",
        text="12件",
        start=start,
        end=start + 3,
        value=12,
        value_max=None,
        unit="件",
        approx="exact",
        implied=False,
        category=Mention("咨询答复", start - 4, start),
        channel=Mention("门户网站", start + 50, start + 54, "website"),
        column="自然人",
        period=PeriodOf("2015年", "2015-01-01", "2015-12-31"),
        agency=AgencyOf("我局", "青禾市档案局", "agency"),
        part_of=None,
        shares=(),
        status="reported",
        source="text",
        section=None,
        confidence=1.0,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


@st.composite
def annotations(draw: st.DrawFn) -> Annotation:
    """Disjoint entities, and relations among them without repetition."""
    lengths = draw(
        st.lists(st.tuples(st.integers(0, 2), st.integers(1, 3), st.sampled_from(LABELS)), max_size=7)
    )
    entities, position = [], 0
    for gap, length, label in lengths:
        entities.append(Entity(position + gap, position + gap + length, label))
        position += gap + length
    arcs = st.tuples(st.sampled_from(entities), st.sampled_from(entities), st.sampled_from(RELATIONS))
    chosen = draw(st.sets(arcs, max_size=6)) if entities else set()
    return Annotation(tuple(entities), tuple(sorted(Relation(*arc) for arc in chosen)))


@st.composite
def documents(draw: st.DrawFn) -> list[Fact]:
    """Facts of one document; values repeat, so that equal figures must be told apart by their place."""
    size = draw(st.integers(0, 6))
    facts = []
    for n in range(size):
        other = st.sampled_from([None, *(f"f{m}" for m in range(size) if m != n)])
        share = draw(other)
        facts.append(
            fact(
                f"f{n}",
                10 + 10 * n,
                value=draw(st.sampled_from([0, 12, 12.5])),
                unit=draw(st.sampled_from([None, "件"])),
                category=draw(st.sampled_from([None, Mention("来信", 0, 2), Mention("来访接待", 3, 7)])),
                part_of=draw(other),
                shares=(share,) if share else (),
                source=draw(st.sampled_from(["text", "table"])),
            )
        )
    return facts
