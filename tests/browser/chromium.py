"""A headless Chromium that shows pages from disk at any width, light or dark."""

from __future__ import annotations

from pathlib import Path
from typing import Any

QUIET = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--disable-default-apps",
    "--disable-dev-shm-usage",
)  # fmt: skip


class Chromium:
    """One browser for all tests; closed by `close`."""

    def __init__(self, program: str, driver: str) -> None:
        from selenium import webdriver  # an extra: the tests are skipped without it
        from selenium.webdriver.chrome.service import Service

        options = webdriver.ChromeOptions()
        options.binary_location = program
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        for flag in QUIET:
            options.add_argument(flag)
        self.driver = webdriver.Chrome(options=options, service=Service(driver))

    def close(self) -> None:
        """End the browser."""
        self.driver.quit()

    def show(self, page: Path, *, width: int = 1200, dark: bool = False, media: str = "screen") -> None:
        """Open a page from disk."""
        self.driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False},
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": media, "features": [scheme]})
        self.driver.get(page.as_uri())

    def ask(self, script: str, *arguments: object) -> Any:  # noqa: ANN401 - whatever the page answers
        """Return what a script says about the page."""
        return self.driver.execute_script(script, *arguments)

    def complaints(self) -> list[str]:
        """Return what the browser complained about since it was last asked, refused contents among it."""
        entries: list[dict[str, str]] = self.driver.get_log("browser")  # type: ignore[no-untyped-call]  # selenium's
        return [entry["message"] for entry in entries]

    def violations(self, axe: str) -> list[str]:
        """Return each rule of WCAG 2.2 AA or of good practice that the page breaks, and where."""
        self.driver.execute_script(axe)
        found = self.driver.execute_async_script(
            "const done = arguments[arguments.length - 1];"
            "const failed = (error) => done({failed: String(error)});"
            "axe.run(document, {runOnly: arguments[0]}).then(done, failed);",
            ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
        )
        assert "failed" not in found, found
        return [
            f"{rule['id']}: {node['html'][:160]} {node.get('failureSummary', '')}"
            for rule in found["violations"]
            for node in rule["nodes"]
        ]
