"""The build hook: whoever builds or installs the package gets the browser code with it."""

import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class BrowserCode(BuildHookInterface[Any]):
    """Runs `tools/assets.py`, which does nothing when the assets are fresh."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the assets before hatchling collects files. Raises CalledProcessError when npm fails."""
        del version, build_data
        subprocess.run([sys.executable, str(Path(self.root) / "tools" / "assets.py")], check=True)
