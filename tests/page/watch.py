"""What must never happen on a page, whoever wrote what it shows."""

from playwright.sync_api import Dialog, Page

LETTERS = ("data:", "blob:")  # of the page's own making


def watched(page: Page, own: str) -> list[str]:
    """Note what goes wrong from now on: errors, dialogs, what the policy forbids, whatever is asked of others."""
    wrong: list[str] = []

    def dismiss(dialog: Dialog) -> None:
        wrong.append(f"dialog {dialog.message}")
        dialog.dismiss()

    page.on("pageerror", lambda error: wrong.append(f"error {error}"))
    page.on("dialog", dismiss)
    page.on("console", lambda said: wrong.append(said.text) if "Content Security" in said.text else None)
    page.on("request", lambda asked: None if asked.url.startswith((own, *LETTERS)) else wrong.append(asked.url))
    return wrong
