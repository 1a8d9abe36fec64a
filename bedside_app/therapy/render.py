"""`bedside pathways render`: a pathway as a page that a clinician can review without reading YAML."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from bedside_app.dictionary.entries import FactDictionary
from bedside_app.foundation.words import Language, number, say
from bedside_app.therapy.knowledge import Knowledge
from bedside_app.therapy.reasoning.plan import Plan, plan_of
from bedside_app.therapy.schema import (
    DayLimit,
    EvidenceRule,
    OptionRule,
    Pathway,
    Regimen,
    RegimenDrug,
    SafetyRule,
    SourceEntry,
)
from bedside_app.therapy.wording import in_words

__all__ = ["render"]


def render(pathway: Pathway, knowledge: Knowledge, dictionary: FactDictionary, language: Language) -> str:
    """Return the pathway as Markdown: who it is for, every step and option with conditions in words, doses, sources."""
    page = _Page(plan_of(pathway, knowledge, dictionary), knowledge, dictionary, language)
    return "\n".join([*page.head(), *page.steps(), *page.regimens(), *page.rules(), *page.sources()]) + "\n"


class _Page:
    def __init__(self, plan: Plan, knowledge: Knowledge, dictionary: FactDictionary, language: Language) -> None:
        self._plan = plan
        self._pathway = plan.pathway
        self._knowledge = knowledge
        self._dictionary = dictionary
        self._language = language
        self._cited: dict[str, None] = {}
        self._options = [option for step in plan.pathway.steps for option in step.options]

    def _say(self, code: str, **values: Any) -> str:
        return say(f"therapy.render.{code}", self._language, values)

    def _of(self, words: dict[str, str]) -> str:
        return words[self._language]

    def _when(self, text: str) -> str:
        return in_words(text, self._dictionary, self._language)

    def _cite(self, names: Sequence[str]) -> str:
        """Return the marks of sources, each of which is then listed at the end."""
        self._cited.update(dict.fromkeys(names))
        return f" [{', '.join(names)}]" if names else ""

    def head(self) -> Iterator[str]:
        """Yield title, version, signature, entry conditions and named conditions."""
        pathway = self._pathway
        signed = pathway.signed_by or self._say("nobody")
        yield f"# {self._of(pathway.title)}"
        yield ""
        yield self._say("version", version=pathway.version, review_by=pathway.review_by, signed=signed)
        yield ""
        yield f"## {self._say('entry')}"
        yield ""
        for entry in pathway.entry:
            yield f"- {self._when(entry.when)} – {self._say('otherwise', text=self._of(entry.otherwise))}"
        if pathway.define:
            yield ""
            yield f"## {self._say('define')}"
            yield ""
            for name, text in pathway.define.items():
                yield f"- `{name}`: {self._when(text)}"

    def steps(self) -> Iterator[str]:
        """Yield every step with its options."""
        for place, step in enumerate(self._pathway.steps, 1):
            yield ""
            yield f"## {place}. {self._of(step.title)}"
            yield ""
            yield self._say("applies", condition=self._when(step.when))
            for option in step.options:
                yield ""
                yield from self._option(option)

    def _option(self, option: OptionRule) -> Iterator[str]:
        yield f"### {self._of(self._plan.name(option))}"
        yield ""
        yield self._say("base", base=option.base, id=option.id)
        for rule in option.eligible:
            otherwise = self._say("otherwise", text=self._of(rule.otherwise))
            yield f"- {self._say('eligible')} {self._when(rule.when)} – {otherwise}{self._cite(rule.sources)}"
        for reason in option.reasons:
            side = "information" if reason.points == 0 else "for" if reason.points > 0 else "against"
            points = number(reason.points, self._language)
            text = f"{self._of(reason.text)} ({points}) – {self._say('if', condition=self._when(reason.when))}"
            yield f"- {self._say(side)} {text}{self._cite(reason.sources)}"
        for safety in self._plan.rules[option.id]:
            yield f"- {self._say('safety')} {self._of(safety.text)} ({self._say(f'kind.{safety.kind}')})"
        yield from self._evidence(option.evidence)

    def _evidence(self, evidence: EvidenceRule) -> Iterator[str]:
        if evidence.guideline:
            yield f"- {self._say('guideline')} {evidence.guideline}{self._cite(evidence.sources)}"
        elif evidence.sources:
            yield f"- {self._say('evidence')}{self._cite(evidence.sources)}"
        if evidence.actionability:
            yield f"- {self._say('actionability')} {evidence.actionability}"
        for status in evidence.regulatory:
            yield f"- {self._say('regulatory')} {status.region}: {status.status} {status.date}"
        for figure in evidence.figures:
            yield f"- {self._say('figure')} {self._of(figure)}"

    def regimens(self) -> Iterator[str]:
        """Yield the regimens of the pathway, as numbers."""
        names = dict.fromkeys(option.regimen for option in self._options if option.regimen is not None)
        yield ""
        yield f"## {self._say('regimens')}"
        for name in names:
            regimen = self._knowledge.regimens[name]
            yield ""
            yield f"### {self._of(regimen.name)}{self._cite(regimen.sources)}"
            yield ""
            yield from self._regimen(regimen)

    def _regimen(self, regimen: Regimen) -> Iterator[str]:
        if regimen.cycle is not None:
            yield self._say("cycle", count=regimen.cycle.count, days=regimen.cycle.days)
        if regimen.duration is not None:
            yield self._of(regimen.duration)
        for drug in regimen.drugs:
            yield from self._drug(drug)
        if regimen.limits:
            yield ""
            yield self._say("limits", version=regimen.version)
        for limit in regimen.limits:
            yield self._limit(limit)

    def _limit(self, limit: DayLimit) -> str:
        """Return one limit of the day: what holds, what reduces, how recent its value has to be."""
        parts = [
            self._say(f"limit.{name}", condition=self._when(text), action=self._of(action))
            for name, text, action in (("hold", limit.hold, limit.on_hold), ("reduce", limit.reduce, limit.on_reduce))
            if text is not None and action is not None
        ]
        if limit.within is not None:
            parts.append(self._say("limit.within" if limit.within else "limit.today", days=limit.within))
        told = ("\u202f; " if self._language == "fr" else "; ").join(parts)
        return f"- **{self._of(limit.label)}** {told}{self._cite(limit.sources)}"

    def _drug(self, drug: RegimenDrug) -> Iterator[str]:
        name = self._of(self._knowledge.drugs[drug.drug].name)
        unit = say(f"therapy.dose.unit.{drug.per}", self._language, {"unit": drug.unit})
        dose = f"{number(drug.dose, self._language)} {unit}"
        yield f"- **{name}** {dose}, {self._of(drug.route)}, {self._of(drug.schedule)}"
        if drug.loading is not None:
            first = f"{number(drug.loading.dose, self._language)} {unit}"
            yield f"  - {self._say('loading')} {first}, {self._of(drug.loading.schedule)}"
        for step in drug.adjust:
            changed = (
                f"× {number(step.factor, self._language)}" if step.factor is not None else f"{step.amount:g} {unit}"
            )
            cited = self._cite([step.source] if step.source else [])
            yield f"  - {self._when(step.when)}: {changed} – {self._of(step.text)}{cited}"
        if drug.cap is not None:
            limits = {"m²": drug.cap.bsa, "mL/min": drug.cap.gfr, drug.unit: drug.cap.amount}
            at_most = ", ".join(f"{number(value, self._language)} {of}" for of, value in limits.items() if value)
            yield f"  - {self._say('cap', limit=at_most)}{self._cite([drug.cap.source] if drug.cap.source else [])}"
        if drug.cumulative is not None:
            limit = f"{number(drug.cumulative.limit, self._language)} {drug.cumulative.unit}"
            cited = self._cite([drug.cumulative.source] if drug.cumulative.source else [])
            yield f"  - {self._say('cumulative', limit=limit)}{cited}"

    def rules(self) -> Iterator[str]:
        """Yield the safety rules that meet an option of the pathway."""
        rules: dict[str, SafetyRule] = {
            rule.id: rule for option in self._options for rule in self._plan.rules[option.id]
        }
        yield ""
        yield f"## {self._say('safety-rules')}"
        yield ""
        for rule in rules.values():
            kind = self._say(f"kind.{rule.kind}")
            action = f" → {self._of(rule.action)}" if rule.action is not None else ""
            about = ", ".join((*rule.drugs, *rule.procedures))
            text = f"- **{self._of(rule.text)}** ({kind}; {about}): {self._when(rule.when)}{action}"
            yield text + self._cite(rule.sources)

    def sources(self) -> Iterator[str]:
        """Yield every source that was cited, with what was not read."""
        yield ""
        yield f"## {self._say('sources')}"
        yield ""
        for name in self._cited:
            source = self._knowledge.sources.get(name)
            if source is not None:
                yield self._source(source)

    def _source(self, source: SourceEntry) -> str:
        parts = [source.title, source.section, f"doi:{source.doi}" if source.doi else ""]
        mark = "" if source.review == "read" else f" **{self._say('review-needed')}**"
        return f"- [{source.id}] {'. '.join(part.rstrip('.') for part in parts if part)}.{mark}"
