"""Which treatments a forecast counts: each option together with what is suggested at the other steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bedside_app.domain.fact import Scalar
from bedside_app.domain.proposal import Option, OptionState, Proposal

__all__ = ["counted"]

Arm = dict[str, Scalar]


def counted(proposal: Proposal, running: Mapping[str, Scalar] | None = None) -> tuple[Proposal, Mapping[str, Arm]]:
    """Return the proposal with the arm of every offered option widened to the plan, and the arms by their names.

    A forecast for chemotherapy alone would answer a question that nobody asks of a patient who also takes endocrine
    therapy; so an option's figures count it and the suggested options of the other steps, and say so
    (docs/decisions/009). The arm "" is surgery alone. `running` is what the regimens under way count for: a plan of its
    own, and part of every other.
    """
    suggested = {option.step: _arm(option.arm) for option in proposal.options if option.rank == 1 and option.arm}
    arms: dict[str, Arm] = {"": {}}
    under_way = dict(running or {})
    arms |= {_named(under_way): under_way} if under_way else {}
    steps = []
    for step in proposal.steps:
        beside: Arm = dict(under_way)
        for other, arm in suggested.items():
            if other != step.id:
                beside.update(arm)
        told_apart = any(option.arm for option in step.options)
        steps.append(
            replace(step, options=tuple(_widened(each, beside, arms, told_apart=told_apart) for each in step.options))
        )
    return replace(proposal, steps=tuple(steps)), arms


def _widened(option: Option, beside: Arm, arms: dict[str, Arm], *, told_apart: bool) -> Option:
    """Widen an option to its plan; where a step counts in forecasts, to give nothing at it is a plan as well."""
    gives_nothing = told_apart and not option.regimen and bool(beside)
    if option.state is not OptionState.OFFERED or not (option.arm or gives_nothing):
        return replace(option, arm="")
    arm = {**beside, **_arm(option.arm)}
    name = _named(arm)
    arms[name] = arm
    return replace(option, arm=name)


def _named(arm: Arm) -> str:
    return "; ".join(f"{key}={_written(arm[key])}" for key in sorted(arm))


def _arm(text: str) -> Arm:
    pairs = (part.split("=", 1) for part in text.split("; ") if part)
    return {key: value == "true" if value in ("true", "false") else value for key, value in pairs}


def _written(value: Scalar) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
