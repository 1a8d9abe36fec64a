"""What is shown instead of an answer: refusal, work, nothing yet.

The panel of two identities stands on cards and is imported from `identity`, so that the worklist starts without them.
"""

from bedside_app.ui.components.states.empty import Action, EmptyContent, EmptyState
from bedside_app.ui.components.states.notice import Notice, NoticeContent
from bedside_app.ui.components.states.progress import Phase, Progress

__all__ = ["Action", "EmptyContent", "EmptyState", "Notice", "NoticeContent", "Phase", "Progress"]
