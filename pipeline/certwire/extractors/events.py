"""Read certification events: is this scheme mention one, which action, about whom, by whom, when.

Yields Mention(kind="event") over the sentence that shows it. Attributes:
    scheme: span of the scheme mention; antecedent: span of the one that a mention without a name stands for, or None.
    action; probability (is it an event), p_action, p_recipient, p_certifier: as the models gave them.
    recipients: spans; recipient_kinds: as many words; claims: spans.
    certifier, accreditor, location, effective, valid_until, level, number, scope, rating, scale: spans or None.
    c_overall, c_scheme, c_action, c_recipient, c_certifier: calibrated probabilities, absent where none was measured.
    strength: how likely it is news at all; weak: less sure than its kind must be; strong: may stand as the one piece of news all the same.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from certwire.model import Attr, Mention, Release, Span
from certwire.reading import antecedents, certifiers, confidence, context, datings, details, features, linear, parties
from certwire.reading import models as learnt
from certwire.reading.candidates import span_attr
from certwire.reading.context import Context
from certwire.reading.linear import Model
from certwire.reading.models import Models
from certwire.reading.parties import Party

if TYPE_CHECKING:
    from spacy.tokens import Doc

_AND = re.compile(r"\s*(?:\([^)]{1,40}\))?[®™]*\s*(?:,\s*(?:and\s+|&\s+)?|and\s+|&\s+|/\s*)(?:the\s+|Dr\.?\s+|Mr\.?\s+|Ms\.?\s+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class EventExtractor:
    """ "Acme earned ISO 9001 certification." -> Mention(kind="event", attrs={"action": "granted", "recipients": ((0, 4),), ...})."""

    name: str = "events.v1"
    emits: tuple[str, ...] = ("event",)
    reads: tuple[str, ...] = ("scheme", "person", "organization", "date", "role")
    models: Models | None = None

    def __call__(self, doc: Doc, release: Release) -> Iterator[Mention]:
        return self.from_context(context.of(doc, release))

    def from_context(self, ctx: Context) -> Iterator[Mention]:
        """The events of a release whose context has been gathered already."""
        models = self.models or learnt.shipped()
        for scheme in ctx.schemes:
            seen = features.of_scheme(scheme, ctx)
            told = models.asked(seen)
            sure = models.event_chance(seen, told)
            # Two mentions in three are no event: which action it were, and whether news, is asked of the others only.
            if sure >= models.thresholds["event"]:
                yield _event(scheme, _read(seen, told, sure, models), ctx, models, self.name)


EXTRACTOR = EventExtractor()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """What the models say of one mention: the chance of an event, of each action, of news."""

    sure: float
    chances: Mapping[str, float]
    strength: float


def _read(seen: Sequence[str], told: Mapping[str, float], sure: float, models: Models) -> _Read:
    chances = learnt.actions(told)
    return _Read(sure=sure, chances=chances, strength=models.strength(seen, told, otherwise=sure * (1 - chances["held"])))


def _event(scheme: Mention, read: _Read, ctx: Context, models: Models, source: str) -> Mention:
    news = max((a for a in read.chances if a != "held"), key=lambda a: (read.chances[a], a))
    action = news if read.strength >= models.thresholds["news"] else "held"
    about, p_recipient = recipients(scheme, ctx, models)
    body, p_certifier = certifier(scheme, ctx, models, about=tuple(p.span for p in about))
    effective, until = dates(scheme, ctx, models, action=action)
    start, end = ctx.sentence_at(features.hull(scheme)[0])
    start, end = _stripped(ctx.text, start, max(end, scheme.end))
    rated = details.rating(ctx, tuple(ctx.text[p.start : p.end] for p in about))
    attrs: dict[str, Attr] = {
        "scheme": scheme.span,
        "antecedent": antecedent(scheme, ctx, models),
        "form": scheme.attrs["form"],
        "body": scheme.attrs.get("body"),
        "action": action,
        "probability": read.sure,
        "p_action": read.chances[action],
        "strength": read.strength,
        "recipients": tuple(p.span for p in about),
        "recipient_kinds": tuple(p.kind for p in about),
        "p_recipient": p_recipient,
        "certifier": body,
        "p_certifier": p_certifier,
        "accreditor": details.accreditor(body, ctx),
        "location": details.location(scheme, ctx),
        "effective": effective.span if effective else None,
        "valid_until": until.span if until else None,
        "level": details.level(scheme, ctx),
        "number": details.number(scheme, ctx),
        "scope": details.scope(scheme, ctx),
        "rating": rated[0] if rated else None,
        "scale": rated[1] if rated else None,
        "claims": tuple(details.claims(scheme, ctx)),
    }
    attrs.update(_judged(attrs, models))
    return Mention(kind="event", start=start, end=end, text=ctx.text[start:end], source=source, attrs=attrs)


def _judged(attrs: Mapping[str, Attr], models: Models) -> dict[str, Attr]:
    """The calibrated confidence of every field, and whether the reading is weak, or strong enough to stand as the one piece of news."""
    signals = confidence.signals(attrs)
    sure: dict[str, Attr] = {f"c_{field}": round(scale.chance(signals), 4) for field, scale in models.calibration.items()}
    overall = sure.get("c_overall")
    floor = models.thresholds.get("held" if attrs["action"] == "held" else "overall", 0.0)
    weak = isinstance(overall, float) and overall < floor
    return {**sure, "weak": weak, "strong": float(str(attrs["strength"])) >= models.thresholds.get("strength", 0.0)}


def antecedent(scheme: Mention, ctx: Context, models: Models) -> Span | None:
    """The scheme that a mention without a name likeliest stands for, or None where it names one or stands for none."""
    model = models.antecedent
    if model is None or scheme.attrs["form"] not in antecedents.NAMELESS:
        return None
    best = _likeliest(model, ((m, antecedents.features(scheme, m, ctx)) for m in antecedents.candidates(scheme, ctx)))
    return best.span if best else None


def dates(scheme: Mention, ctx: Context, models: Models, *, action: str) -> tuple[Mention | None, Mention | None]:
    """The likeliest date of when it took effect, and the one of when it lapses."""
    effective, until = details.dates(scheme, ctx, action=action)
    if models.date is None:
        return effective, until
    seen = ((d, datings.features(scheme, d, ctx, action=action, rule=effective)) for d in datings.candidates(scheme, ctx, action=action))
    return _likeliest(models.date, seen), until


def _likeliest(model: Model, seen: Iterable[tuple[Mention | None, tuple[str, ...]]]) -> Mention | None:
    """The mention that scores best by its features; None where it stands for none of them and no other scores better."""
    return max(((model.score(f), m) for m, f in seen), key=lambda sm: (sm[0], sm[1] is None))[1]


def recipients(scheme: Mention, ctx: Context, models: Models) -> tuple[list[Party], float | None]:
    """The likeliest recipient and those coordinated with it, with the first one's probability."""
    found = parties.recipients(scheme, ctx)
    if not found:
        return [], None
    chances = linear.softmax([float(s) for s in models.recipient.scores([parties.recipient_features(scheme, p, ctx) for p in found])[:, 0]])
    best = max(zip(chances, found, strict=True), key=lambda cp: (cp[0], -cp[1].start))[1]
    name = ctx.folded[best.start : best.end]
    sure = min(1.0, sum(c for c, p in zip(chances, found, strict=True) if ctx.folded[p.start : p.end] == name))
    return _coordinated(best, found, scheme, ctx), sure


def _coordinated(best: Party, found: list[Party], scheme: Mention, ctx: Context) -> list[Party]:
    """The recipient with those that "and" or a comma ties to it."""
    starts = {p.start: p for p in sorted(found, key=lambda p: p.end) if p.kind == best.kind}
    chosen = [best]
    while (link := _AND.match(ctx.text, chosen[-1].end)) and link.end() in starts:
        chosen.append(starts[link.end()])
    while True:
        first = chosen[0].start
        before = next((p for p in starts.values() if p.end < first and (m := _AND.match(ctx.text, p.end)) and m.end() == first), None)
        if before is None:
            break
        chosen.insert(0, before)
    limit = features.hull(scheme)[0]
    return [p for p in chosen if p.end <= limit] if best.end <= limit else chosen


def certifier(scheme: Mention, ctx: Context, models: Models, *, about: tuple[Span, ...]) -> tuple[Span | None, float | None]:
    """The likeliest body, or None where none is likelier than not."""
    found = certifiers.bodies(scheme, ctx)
    more = details.sequel(scheme, ctx)
    if more and more[1] and more[1] not in about and not any(p.kind == "read" for p in found):
        return more[1], None
    own = _own_body(scheme, ctx)
    if own:
        found = [p for p in found if p.span == own]
    if not found:
        return None, None
    scores = models.certifier.scores([certifiers.body_features(scheme, p, ctx, recipients=about) for p in found])[:, 0]
    score, best = max(zip(scores, found, strict=True), key=lambda sp: (sp[0], -sp[1].start))
    sure = linear.sigmoid(float(score))
    return (best.span, sure) if own or sure >= models.thresholds["certifier"] else (None, 1 - sure)


def _own_body(scheme: Mention, ctx: Context) -> Span | None:
    """The body that a mention is of where one word of certification has several: "certified by X and Y" are two mentions."""
    anchor = scheme.attrs.get("anchor")
    return span_attr(scheme.attrs.get("body")) if scheme.attrs["form"] == "by" and ctx.once(_anchors)[anchor] > 1 else None


def _anchors(ctx: Context) -> Counter[Attr]:
    """With how many bodies each word of certification is read."""
    return Counter(m.attrs.get("anchor") for m in ctx.schemes if m.attrs["form"] == "by" and m.attrs.get("body"))


def _stripped(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
