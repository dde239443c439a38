"""`bothways providers check`: every problem of provider files, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bothways.oauth.foreign import Json
from bothways.outbound.providers.files import BUILT_IN, Faulty, files_in, read_file
from bothways.outbound.providers.model import Origin


@dataclass(frozen=True)
class Report:
    """What was checked and what was found. The check passed when `faulty` is empty and something was checked."""

    checked: tuple[Path, ...]
    faulty: tuple[Faulty, ...]

    @property
    def passed(self) -> bool:
        """Whether every file can be used."""
        return bool(self.checked) and not self.faulty

    def text(self) -> str:
        """For people: each faulty file, and under it each problem."""
        lines: list[str] = []
        for file in self.faulty:
            lines.append(f"{file.file}")
            for problem in file.problems:
                lines += [f"  {problem.path or '(the file)'}: {problem.reason}", f"      {problem.advice}"]
        if not self.checked:
            return "There are no provider files (*.json) there."
        wrong = len(self.faulty)
        count = f"{len(self.checked)} file{'' if len(self.checked) == 1 else 's'} checked"
        lines.append(f"{count}, {'all good' if not wrong else f'{wrong} cannot be used'}.")
        return "\n".join(lines)

    def json(self) -> Json:
        """For programs."""
        return {
            "passed": self.passed,
            "checked": len(self.checked),
            "problems": [
                {"file": str(file.file), "path": found.path, "reason": found.reason, "advice": found.advice}
                for file in self.faulty
                for found in file.problems
            ],
        }


def check(paths: Sequence[Path] = ()) -> Report:
    """Check files, and the `*.json` files of folders. Without paths, the providers that Bothways ships with."""
    files: list[Path] = []
    for path in paths or [BUILT_IN]:
        files += files_in(path) if path.is_dir() else [path]
    read = [read_file(file, Origin.FOLDER) for file in files]
    return Report(tuple(files), tuple(found for found in read if isinstance(found, Faulty)))
