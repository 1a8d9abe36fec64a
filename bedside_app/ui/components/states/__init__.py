"""What is shown instead of an answer: refusal, work, nothing yet, two identities."""

from bedside_app.ui.components.states.empty import Action, EmptyContent, EmptyState
from bedside_app.ui.components.states.identity import (
    Accord,
    IdentityConflict,
    IdentityContent,
    IdentityRow,
    IdentitySide,
)
from bedside_app.ui.components.states.notice import Notice, NoticeContent
from bedside_app.ui.components.states.progress import Phase, Progress

__all__ = [
    "Accord",
    "Action",
    "EmptyContent",
    "EmptyState",
    "IdentityConflict",
    "IdentityContent",
    "IdentityRow",
    "IdentitySide",
    "Notice",
    "NoticeContent",
    "Phase",
    "Progress",
]
