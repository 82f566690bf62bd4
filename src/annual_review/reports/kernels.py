"""Execute a notebook in a kernel of its own: started warm, watched, and ended with all it started.

papermill sets the parameters and runs the cells. The kernel is forked from a nursery, through
jupyter_client's interface of kernel provisioners; without a nursery, or for a kernel that is not
this Python's own, Jupyter's plain one is started.
"""

from __future__ import annotations

import contextlib
import functools
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from queue import Empty
from typing import IO, Any

import psutil
import zmq.asyncio
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from jupyter_core.utils import run_sync
from papermill.engines import NBClientEngine, papermill_engines
from papermill.execute import execute_notebook, raise_for_execution_errors

from annual_review.errors import AnnualReviewError
from annual_review.reports.nursery import Client

_ENGINE = "annual-review"
_LONGEST_ADDRESS = 80
"""Characters; a socket's file may have about 100, and jupyter_client adds to it."""


@dataclass(frozen=True)
class Limits:
    """What one report may take: seconds of wall time, and megabytes of memory.

    The memory is that of the kernel, of what it started, and of the outputs that it sent.
    """

    seconds: float = 600
    megabytes: float = 4096


class KernelError(AnnualReviewError):
    """A kernel that did not run its notebook to the end, for no fault that a cell reported.

    `kind` says why: Timeout, Memory or Kernel (it did not start, crashed or was killed).
    """

    kind = "Kernel"


class TimeoutKernelError(KernelError):
    """A kernel that was ended because its report took too long."""

    kind = "Timeout"


class MemoryKernelError(KernelError):
    """A kernel that was ended because its report took too much memory."""

    kind = "Memory"


def execute(
    notebook: Any,
    target: Path,
    values: Mapping[str, Any],
    *,
    folder: Path,
    limits: Limits,
    log: Path,
    nursery: Client | None = None,
) -> Any:
    """Run a notebook (a node) in a new kernel, in `folder`, and return it with its outputs.

    If it fails, it is in `target` as far as it came; else as it was before, for whoever asked to
    write. What the kernel writes past its cells goes to the file `log`.

    Raises PapermillExecutionError if a cell failed, KernelError if the kernel did.
    """
    papermill_engines.register(_ENGINE, _Engine)
    name = notebook.metadata.get("kernelspec", {}).get("name") or "python3"
    private = Path(tempfile.mkdtemp(prefix="annual-review-"))
    try:
        with log.open("ab") as written:
            manager = _manager(name, private, nursery)
            _start(manager, folder, written)
            watch = _Watch(_process(manager), limits)
            try:
                node = execute_notebook(
                    notebook,
                    str(target),
                    parameters=dict(values),
                    engine_name=_ENGINE,
                    kernel_name=name,
                    prepare_only=True,
                )
                node = papermill_engines.execute_notebook_with_engine(
                    _ENGINE,
                    node,
                    name,
                    output_path=str(target),
                    progress_bar=False,
                    store_widget_state=False,
                    km=manager,
                )
                raise_for_execution_errors(node, str(target))
                return node
            except Exception as error:
                watch.close()
                raise (watch.found or _died(manager, error)) from error
            finally:
                watch.close()
                _stop(manager)
    finally:
        shutil.rmtree(private, ignore_errors=True)


class _Engine(NBClientEngine):  # type: ignore[misc]
    """papermill's engine, which writes no notebook after each cell, but for a kernel's failure.

    The one that came to a cell that failed is written where that is seen.
    """

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **options: Any) -> None:
        target, nb_man.output_path = nb_man.output_path, None
        try:
            super().execute_managed_notebook(nb_man, kernel_name, **options)
        except BaseException:
            nb_man.output_path = target
            raise


# ---- the kernel ---------------------------------------------------------------------------------


def _manager(name: str, private: Path, nursery: Client | None) -> _Manager:
    """A manager for a kernel of this name.

    Its files are in a folder of their own, so that two kernels never try for the same port.
    """
    manager = _Manager(
        kernel_name=name,
        context=_context(),
        connection_file=str(private / "kernel.json"),
    )
    if sys.platform != "win32" and len(str(private)) < _LONGEST_ADDRESS:
        manager.transport = "ipc"
        manager.ip = str(private / "k")
    if nursery and _is_ours(manager):
        manager.kernel_id = str(uuid.uuid4())
        provisioner = _Provisioner(
            kernel_id=manager.kernel_id, kernel_spec=manager.kernel_spec, parent=manager
        )
        provisioner.nursery = nursery
        manager.provisioner = provisioner
    return manager


@functools.cache
def _context() -> zmq.asyncio.Context:
    """Sockets that look for a kernel that is about to listen 50 times more often than usual."""
    context = zmq.asyncio.Context()
    context.setsockopt(zmq.RECONNECT_IVL, 2)
    return context


def _is_ours(manager: AsyncKernelManager) -> bool:
    """Whether the kernel is plain ipykernel in the Python that runs this."""
    manager._launch_args = {}
    plain = [sys.executable, "-m", "ipykernel_launcher", "-f"]
    return manager.format_kernel_cmd()[:4] == plain and not getattr(
        manager.kernel_spec, "env", None
    )


def _start(manager: _Manager, folder: Path, written: IO[bytes]) -> None:
    os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")  # a warning of every kernel
    arguments = ["--HistoryManager.hist_file=:memory:"] if manager.ipykernel else []
    run_sync(manager.start_kernel)(
        cwd=str(folder), extra_arguments=arguments, stdout=written, stderr=written
    )


def _stop(manager: _Manager) -> None:
    """End a kernel and all it started, at once: its report is written."""
    if manager.started:
        manager.started.stop_channels()
    process = _process(manager)
    if isinstance(process, _Forked):
        process.end()
    elif process:
        kill(process)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=5)
    run_sync(manager.cleanup_resources)()


def _process(manager: _Manager) -> Any:
    return getattr(manager.provisioner, "process", None)


def kill(process: Any) -> None:
    """Kill a kernel with the processes that it started."""
    if isinstance(process, _Forked):
        process.kill()
        return
    if hasattr(os, "killpg"):
        with contextlib.suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)  # the kernel leads a group of its own
        return
    with contextlib.suppress(psutil.Error):
        for child in psutil.Process(process.pid).children(recursive=True):
            child.kill()
    process.kill()


class _Client(AsyncKernelClient):
    """A client that knows in the shortest time that a kernel is ready."""

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Return when the kernel answers, and what it publishes arrives."""
        until = time.monotonic() + (timeout or float("inf"))
        wait = 0.25
        while time.monotonic() < until:
            asked = self.kernel_info()
            with contextlib.suppress(Empty):
                while True:
                    message = await self.get_iopub_msg(timeout=wait)
                    answered = message["parent_header"].get("msg_id") == asked
                    if answered and message["content"].get("execution_state") == "idle":
                        self._handle_kernel_info_reply(await self.get_shell_msg(timeout=1))
                        return
            if not await self.is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info")
            wait = min(2 * wait, 1)
        raise RuntimeError(f"Kernel didn't respond in {timeout} seconds")

    def start_channels(
        self,
        shell: bool = True,
        iopub: bool = True,
        stdin: bool = False,
        hb: bool = False,
        control: bool = True,
    ) -> None:
        """Start the channels but the heartbeat: whether the process lives is known without."""
        super().start_channels(shell, iopub, stdin, hb, control)


class _Manager(AsyncKernelManager):
    """A manager of kernels that remembers the client it gave."""

    client_factory = _Client
    started: AsyncKernelClient | None = None

    def client(self, **options: Any) -> AsyncKernelClient:  # type: ignore[override]
        """Make a client."""
        self.started = super().client(**options)
        return self.started


class _Provisioner(LocalProvisioner):
    """Forks kernels from a nursery; else as Jupyter's local provisioner does it."""

    nursery: Client
    process: Any = None

    async def launch_kernel(self, cmd: list[str], **options: Any) -> Any:
        """Fork a kernel; start a plain one if the nursery cannot."""
        kernel = {
            "command": cmd,
            "cwd": str(options["cwd"]),
            "env": {**options["env"], "JPY_PARENT_PID": ""},
            "log": options["stderr"].name,
        }
        try:
            answer = self.nursery.ask(do="start", kernel=kernel)
        except OSError as error:
            answer = {"error": str(error)}
        if "pid" not in answer:
            options["stderr"].write(f"Started a plain kernel: {answer['error']}\n".encode())
            return await super().launch_kernel(cmd, **options)
        self.process = _Forked(self.nursery, answer["pid"])
        self.pid = self.process.pid
        return self.connection_info


class _Forked:
    """A forked kernel as what jupyter_client expects of a process."""

    stdin = stdout = stderr = None

    def __init__(self, nursery: Client, pid: int) -> None:
        self._nursery, self.pid = nursery, pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Its exit status; None while it runs."""
        self._ask(do="poll")
        return self.returncode

    def wait(self) -> int:
        """Wait for its end, and return its exit status."""
        while self.poll() is None:
            time.sleep(0.005)
        return self.returncode or 0

    def send_signal(self, number: int) -> None:
        """Signal it and all that it started."""
        self._ask(do="signal", signal=int(number))

    def kill(self) -> None:
        """Kill it and all that it started."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it and all that it started to end."""
        self.send_signal(signal.SIGTERM)

    def end(self) -> None:
        """Kill it, and never ask again what became of it."""
        self._ask(do="end")

    def _ask(self, **request: Any) -> None:
        if self.returncode is None:
            try:
                self.returncode = self._nursery.ask(pid=self.pid, **request)["status"]
            except (OSError, ValueError):  # kernels end with the nursery
                self.returncode = -int(signal.SIGKILL)


# ---- watching it --------------------------------------------------------------------------------


class _Watch(threading.Thread):
    """Ends a kernel that takes more than it may; `found` is then the error to raise."""

    _EVERY = 0.1  # seconds
    _WHOLE = 10  # times; finding what a kernel started costs more than asking for its own memory

    def __init__(self, process: Any, limits: Limits) -> None:
        super().__init__(daemon=True)
        self.found: KernelError | None = None
        self._process, self._limits = process, limits
        self._own = psutil.Process()
        self._before = self._own.memory_info().rss
        self._children = 0
        self._ended = threading.Event()
        self._began = time.monotonic()
        self.start()

    def run(self) -> None:
        """Look at time and memory until closed."""
        ticks = 0
        while not self._ended.wait(self._EVERY) and not self.found:
            if time.monotonic() - self._began > self._limits.seconds:
                self.found = TimeoutKernelError(
                    "the report",
                    found=f"that it ran longer than {self._limits.seconds:g} seconds",
                    expected="it to end before",
                    remedy="Give it more time with --timeout.",
                )
            elif (taken := self._memory(whole=ticks % self._WHOLE == 0)) > self._limits.megabytes:
                self.found = MemoryKernelError(
                    "the report",
                    found=f"that it took {taken:.0f} MB of memory",
                    expected=f"at most {self._limits.megabytes:g}",
                    remedy="Give it more with --memory.",
                )
            ticks += 1
        if self.found:
            kill(self._process)

    def _memory(self, *, whole: bool) -> float:
        """Megabytes of the kernel, of what it started, and of its outputs in this process."""
        with contextlib.suppress(psutil.Error):
            kernel = psutil.Process(self._process.pid)
            if whole:
                each = [child.memory_info().rss for child in kernel.children(recursive=True)]
                self._children = sum(each)
            sent = max(0, self._own.memory_info().rss - self._before)
            taken: int = kernel.memory_info().rss + self._children + sent
            return taken / 1_000_000
        return 0

    def close(self) -> None:
        """Stop watching."""
        self._ended.set()
        self.join()


def _died(manager: _Manager, error: Exception) -> Exception:
    """The error to raise for one of Jupyter's: why the kernel ended if that is the cause."""
    process = _process(manager)
    status = process.poll() if process else None
    if status is None:
        return error
    said = f"that it ended with exit status {status}"
    if status < 0:
        with contextlib.suppress(ValueError):
            said = f"that the signal {signal.Signals(-status).name} ended it"
    return KernelError(
        "the kernel",
        found=said,
        expected="it to run the notebook to its end",
        remedy="The system ends processes when memory runs out."
        if status == -getattr(signal, "SIGKILL", 9)
        else "",
    )
