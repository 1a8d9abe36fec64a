"""What is shown instead of an answer: refusal, work, nothing yet.

The panel of two identities stands on cards and is imported from `identity`, so that the worklist starts without them.
"""

from typing import TYPE_CHECKING

from bedside_app.ui.components.lazily import lazily

if TYPE_CHECKING:
    from bedside_app.ui.components.states.empty import Action, EmptyContent, EmptyState
    from bedside_app.ui.components.states.notice import Notice, NoticeContent
    from bedside_app.ui.components.states.progress import Phase, Progress
else:
    __getattr__ = lazily(
        __name__,
        {
            "empty": ("Action", "EmptyContent", "EmptyState"),
            "notice": ("Notice", "NoticeContent"),
            "progress": ("Phase", "Progress"),
        },
    )

__all__ = ["Action", "EmptyContent", "EmptyState", "Notice", "NoticeContent", "Phase", "Progress"]
