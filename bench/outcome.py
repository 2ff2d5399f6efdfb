"""What a row of the table says: figures, limits, and whether they are kept."""

import dataclasses

MET, MISSED = "met", "missed"


@dataclasses.dataclass
class Check:
    """A figure that must not be larger than its limit, or not smaller."""
    what: str
    value: float
    limit: float
    unit: str = ""
    bound: str = "≤"

    @property
    def is_met(self) -> bool:
        return self.value <= self.limit if self.bound == "≤" else self.value >= self.limit

    def __str__(self):
        return f"{self.what} {self.bound} {self.limit:g}{self.unit}"


@dataclasses.dataclass
class Outcome:
    """One line of the table. `samples` are the single values, by what was measured."""
    title: str
    strata: str
    raw: str = ""
    ratio: float | None = None
    peak_mb: float | None = None
    checks: list = dataclasses.field(default_factory=list)
    notes: list = dataclasses.field(default_factory=list)
    samples: dict = dataclasses.field(default_factory=dict)

    @property
    def verdict(self) -> str:
        if not self.checks:
            return ""
        return MET if all(check.is_met for check in self.checks) else MISSED

    def target(self) -> str:
        return ", ".join(map(str, self.checks))


def milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"


def as_json(name: str, outcome: Outcome) -> dict:
    return {
        "row": name,
        "title": outcome.title,
        "strata": outcome.strata,
        "raw": outcome.raw,
        "ratio": outcome.ratio,
        "peak_mb": outcome.peak_mb,
        "verdict": outcome.verdict,
        "checks": [dataclasses.asdict(check) | {"met": check.is_met} for check in outcome.checks],
        "notes": outcome.notes,
        "samples": {what: [dataclasses.asdict(sample) if dataclasses.is_dataclass(sample) else sample
                           for sample in samples]
                    for what, samples in outcome.samples.items()},
    }


HEADER = ("row", "Strata", "raw client", "ratio", "target", "", "peak MB")


def cells(outcome: Outcome) -> tuple:
    return (outcome.title, outcome.strata, outcome.raw, "" if outcome.ratio is None else f"{outcome.ratio:.2f}",
            outcome.target(), outcome.verdict, "" if outcome.peak_mb is None else f"{outcome.peak_mb:.1f}")


def table(outcomes: list) -> str:
    """The lines of a Markdown table, and below it what is to be said of single rows."""
    rows = [HEADER, *map(cells, outcomes)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(HEADER))]
    lines = ["| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths)) + " |" for row in rows]
    lines.insert(1, "| " + " | ".join("-" * max(width, 3) for width in widths) + " |")
    notes = [f"{outcome.title}: {note}" for outcome in outcomes for note in outcome.notes]
    return "\n".join(lines + ([""] + notes if notes else []))
