"""Processes that have done the imports: for kernels to be forked from, and for workers.

Starting a kernel and importing pandas and matplotlib takes longer than most reports. The nursery
does the imports and nothing else, and every kernel is a fork of it: a fresh one for each report,
which shares no state with another. It has one thread, opens no socket of a kernel and never runs a
cell. `kernels` knows how to ask it.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import importlib
import json
import multiprocessing
import os
import selectors
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from multiprocessing import (  # type: ignore[attr-defined,unused-ignore]
    forkserver,
    resource_tracker,
)
from pathlib import Path
from typing import Any, NoReturn

CAN_FORK = sys.platform not in ("win32", "darwin", "emscripten", "wasi")
"""Whether kernels can be forked; the libraries of macOS do not survive it."""

_PRELOADED = (
    "IPython.core.completer",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "annual_review.show.tables",
    "annual_review.show.plots",
    "debugpy",
    "faulthandler",
    "ipykernel.debugger",
    "ipykernel.ipkernel",
    "ipykernel.kernelapp",
    "ipykernel.zmqshell",
    "matplotlib.backends.backend_agg",
    "matplotlib.pyplot",
    "numpy",
    "pandas",
    "pandas.core.reshape.reshape",
    "sqlite3",
    "tornado.platform.asyncio",
    "zmq.utils.garbage",
)
ONE_THREAD = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
}
"""Settings under which importing numpy and pyarrow starts no thread, so that forking is safe."""


# ---- the process that forks ---------------------------------------------------------------------


class Nursery:
    """A process that has the imports done, for kernels to be forked from.

    It ends with the process that started it, and with each client end the kernels that this client
    asked for. `address` is for others (on this machine, of this user) to `connect` to.
    """

    def __init__(self, tidy: Path | None = None) -> None:
        """Start it, to rehearse with these tables. Raises OSError where that cannot be."""
        self.folder = Path(tempfile.mkdtemp(prefix="annual-review-"))
        self.address = str(self.folder / "nursery")
        try:
            self._start()
        except OSError:  # such as an address too long for a socket's
            shutil.rmtree(self.folder, ignore_errors=True)
            raise
        if tidy:
            self.rehearse(tidy)

    def _start(self) -> None:
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(self.address)
            listener.listen(128)
            alive, self._alive = socket.socketpair()
            with alive:
                handles = [listener.fileno(), alive.fileno()]
                self._process = subprocess.Popen(  # noqa: S603 -- our own module
                    [sys.executable, "-P", "-m", __name__, *map(str, handles)],
                    env={**os.environ, **ONE_THREAD},
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    pass_fds=handles,
                    start_new_session=True,  # so that Ctrl-C in a terminal does not end it
                )

    @property
    def pid(self) -> int:
        """Its process."""
        return self._process.pid

    def rehearse(self, tidy: Path) -> None:
        """Let it do once, for the tables of this folder, what kernels would do. Does not wait."""
        with contextlib.suppress(OSError):  # it has ended: kernels will start plain
            client = Client(self.address)
            client.tell(do="rehearse", tidy=str(tidy))
            client.close()

    def drop(self) -> None:
        """End it, whatever it is at, before a kernel came from it."""
        self._process.kill()
        self.close()

    def close(self) -> None:
        """End the process and all kernels that came from it."""
        self._alive.close()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __del__(self) -> None:
        with contextlib.suppress(Exception):
            self._alive.close()
            shutil.rmtree(self.folder, ignore_errors=True)


_begun: Nursery | None = None


def begin() -> None:
    """Start a nursery for the batch to come, where kernels can be forked: `take` gives it.

    Begin the server of its workers as well.
    """
    global _begun
    if CAN_FORK and _begun is None:
        with contextlib.suppress(OSError):
            _begun = Nursery()
            atexit.register(drop)
            worker_context()


def take(tidy: Path) -> Nursery | None:
    """Return the nursery that was begun, else a new one, which rehearses with these tables.

    None where kernels cannot be forked: they start plain.
    """
    global _begun
    taken, _begun = _begun, None
    if taken is not None:
        taken.rehearse(tidy)
        return taken
    with contextlib.suppress(OSError):
        return Nursery(tidy) if CAN_FORK else None
    return None


def drop() -> None:
    """End a nursery that was begun and not taken."""
    global _begun
    if _begun is not None:
        _begun.drop()
        _begun = None


def worker_context() -> Any:
    """Return the context in which worker processes start, which fork where that is safe.

    They are forked from a server that does the imports of `preloaded`; asking begins it.
    """
    if not CAN_FORK:
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["annual_review.reports.preloaded"])
    changed = {name: os.environ.get(name) for name in ONE_THREAD}
    os.environ.update(ONE_THREAD)
    # Ctrl-C in a terminal is not for the server, which would show where it was in its imports
    resource_tracker.ensure_running()  # first, for it lets signals through again
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        for name, value in changed.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
    return context


class Client:
    """A connection to a nursery, for the threads of one process."""

    def __init__(self, address: str) -> None:
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.connect(address)
        self._stream = self._socket.makefile("rwb")
        self._lock = threading.Lock()

    def ask(self, **request: Any) -> Any:
        """Send a request and return what it is answered. Raises OSError if the nursery is gone."""
        with self._lock:
            self.tell(**request)
            answer = self._stream.readline()
        if not answer:
            raise ConnectionResetError("the process that kernels are forked from has ended")
        return json.loads(answer)

    def tell(self, **request: Any) -> None:
        """Send a request, and do not wait for an answer. Raises OSError if the nursery is gone."""
        self._stream.write(json.dumps(request).encode() + b"\n")
        self._stream.flush()

    def close(self) -> None:
        """End the kernels that this client asked for."""
        self._socket.shutdown(socket.SHUT_RDWR)
        self._stream.close()
        self._socket.close()


def _nurse(listener: socket.socket, alive: socket.socket) -> NoReturn:
    """Fork a kernel for every request, until `alive` is closed at its other end."""
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, signal.SIG_DFL)
    _preload()
    with selectors.DefaultSelector() as selector:
        selector.register(listener, selectors.EVENT_READ)
        selector.register(alive, selectors.EVENT_READ)
        kernels: dict[int, _Child] = {}
        while True:
            for key, _ in selector.select():
                if key.fileobj is alive:
                    for pid in kernels:
                        _end(kernels, pid)
                    os._exit(0)
                if key.fileobj is listener:
                    client = listener.accept()[0]
                    selector.register(client, selectors.EVENT_READ, client.makefile("rwb"))
                    continue
                line = key.data.readline()
                if line:
                    answer = _answer(json.loads(line), key.fd, kernels)
                    if answer is None:
                        continue
                    with contextlib.suppress(OSError):  # seen as the end of the stream next time
                        key.data.write(json.dumps(answer).encode() + b"\n")
                        key.data.flush()
                    continue
                selector.unregister(key.fileobj)
                for pid in [pid for pid, child in kernels.items() if child.client == key.fd]:
                    _end(kernels, pid)
                    del kernels[pid]
                key.data.close()
                key.fileobj.close()  # type: ignore[union-attr]


class _Child:
    """A kernel: for which client it was forked, and whether that still wants its exit status."""

    def __init__(self, client: int) -> None:
        self.client, self.wanted = client, True
        self._status: int | None = None

    def ended(self, pid: int) -> int | None:
        """Its exit status; None while it runs. What it started ends with it."""
        options = os.WEXITED | os.WNOHANG | os.WNOWAIT
        if self._status is None and os.waitid(os.P_PID, pid, options):
            _signal(pid, signal.SIGKILL)  # while its number cannot be another's
            self._status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        return self._status


def _preload() -> None:
    """Import what kernels would import. What is here before they are forked is never garbage."""
    gc.disable()
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    for name in _PRELOADED:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)


def _rehearse(tidy: str) -> None:
    """Load the tables and show what a report shows, so that fonts, forms and codes are read."""
    from annual_review import analysis
    from annual_review.show import plots
    from annual_review.show import tables as shown
    from annual_review.tables import build as corpus

    tables = corpus.load(tidy)
    iso3, subject = map(str, tables.reports.loc[0, ["iso3", "subject"]])
    own = analysis.select(tables, iso3, subject)
    plots.answers_grid(analysis.reporting(own), "-")._repr_mimebundle_()
    shown.table(analysis.said(own), analysis.subject_name(subject))
    shown.table(analysis.listed(own), "-")


def _answer(request: dict[str, Any], client: int, kernels: dict[int, _Child]) -> Any:
    if request["do"] == "rehearse":
        with contextlib.suppress(Exception):  # a kernel will meet the same error, and tell
            _rehearse(request["tidy"])
        return None
    if request["do"] == "start":
        if threads := _threads():
            return {"error": f"{threads} threads in the process that forks"}
        pid = os.fork()
        if pid == 0:
            _become_kernel(**request["kernel"])
        kernels[pid] = _Child(client)
        return {"pid": pid}
    pid = request["pid"]
    if request["do"] == "end" and pid in kernels:
        _signal(pid, signal.SIGKILL)
        kernels[pid].wanted = False
    if request["do"] == "signal" and pid in kernels:
        _signal(pid, request["signal"])
    status = kernels[pid].ended(pid) if pid in kernels else -signal.SIGKILL
    for each in [pid for pid, child in kernels.items() if child.ended(pid) is not None]:
        if each == pid or not kernels[each].wanted:
            del kernels[each]
    return {"status": status}


def _threads() -> int:
    """Threads of this process besides the one that runs, where the system tells."""
    try:
        return sum(1 for _ in Path("/proc/self/task").iterdir()) - 1
    except OSError:
        return threading.active_count() - 1


def _signal(pid: int, number: int) -> None:
    """Signal a kernel's whole process group; the kernel itself if it has none yet."""
    with contextlib.suppress(ProcessLookupError):
        try:
            os.killpg(pid, number)
        except ProcessLookupError:
            os.kill(pid, number)


def _end(kernels: dict[int, _Child], pid: int) -> None:
    if kernels[pid].ended(pid) is None:
        _signal(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def _become_kernel(command: list[str], cwd: str, env: dict[str, str], log: str) -> NoReturn:
    """Turn a forked process into the kernel that this command would start."""
    status = 1
    try:
        parent = os.getppid()
        os.setsid()
        _own_files(log)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.environ.clear()
        os.environ.update(env)
        os.chdir(cwd)
        _forget()
        gc.freeze()  # what was here before is not the kernel's to look through
        gc.enable()
        from ipykernel.kernelapp import IPKernelApp

        sys.argv = ["ipykernel_launcher.py", *command[3:]]
        app: Any = IPKernelApp.instance()
        app.initialize([*command[3:], f"--IPKernelApp.parent_handle={parent}"])
        app.start()
        status = 0
    except SystemExit as stop:
        status = stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        with contextlib.suppress(BaseException):
            atexit._run_exitfuncs()
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(status)


def _own_files(log: str) -> None:
    """Close what the parent had open, and write standard output and error to a file."""
    import faulthandler

    os.closerange(3, os.sysconf("SC_OPEN_MAX"))
    nothing = os.open(os.devnull, os.O_RDONLY)
    written = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
    for number, handle in ((0, nothing), (1, written), (2, written)):
        os.dup2(handle, number)
    os.close(nothing)
    os.close(written)
    faulthandler.enable(2)


def _forget() -> None:
    """Be nobody's copy: no exit functions of the parent, and random numbers of its own."""
    import random

    import numpy as np

    atexit._clear()
    random.seed()
    np.random.seed()


if __name__ == "__main__":
    given, held = (socket.socket(fileno=int(number)) for number in sys.argv[1:3])
    _nurse(given, held)
