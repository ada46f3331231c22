"""Defines the values that all parts share: frozen, with small questions on them.

Standard library only, no clock, no I/O, nothing that decides. Instants are aware datetimes in UTC,
sizes are bytes, durations seconds, unless a name says otherwise. Every value here can be written as
JSON by `msgspec` and read back equal, because units of work and outcomes cross process borders.
"""

from enricher.models.documents import (
    Description,
    Edit,
    FieldPath,
    Kind,
    Link,
    Moment,
    ScalarValue,
    Value,
)
from enricher.models.exchange import (
    ClientIdentity,
    Failure,
    Hop,
    Observation,
    Request,
    Stop,
    Validators,
)
from enricher.models.pages import (
    DateFact,
    Fact,
    ImageCandidate,
    ImageFacts,
    NeedMore,
    NotAnImage,
    Page,
    PageFacts,
    PageSignals,
    TextFact,
)
from enricher.models.verdicts import Evidence, Memento, Pin, Standing, Status, VantageCheck, Verdict
from enricher.models.work import Memory, Outcome, Task

__all__ = [
    "ClientIdentity",
    "DateFact",
    "Description",
    "Edit",
    "Evidence",
    "Fact",
    "Failure",
    "FieldPath",
    "Hop",
    "ImageCandidate",
    "ImageFacts",
    "Kind",
    "Link",
    "Memento",
    "Memory",
    "Moment",
    "NeedMore",
    "NotAnImage",
    "Observation",
    "Outcome",
    "Page",
    "PageFacts",
    "PageSignals",
    "Pin",
    "Request",
    "ScalarValue",
    "Standing",
    "Status",
    "Stop",
    "Task",
    "TextFact",
    "Validators",
    "Value",
    "VantageCheck",
    "Verdict",
]
