"""A papermill engine that runs a notebook's cells in IPython's own shell, in this process.

What a cell shows becomes an output of the cell as soon as it is shown, in the form that Jupyter
gives it. `worker` runs each notebook in a fresh process, so that reports share nothing.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
from binascii import b2a_base64
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import matplotlib as mpl
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from nbformat import from_dict
from papermill.engines import Engine, papermill_engines
from papermill.execute import execute_notebook
from traitlets import Type
from traitlets.config import Config

_NAME = "annual-review"


def execute(
    notebook: Any, target: Path, values: Mapping[str, Any], *, folder: Path, plain: bool = False
) -> Any:
    """Run a notebook in `folder` with these values of its parameters; return it with its outputs.

    `target` has the notebook as far as it has come, from its first cell on. With `plain`, or if the
    notebook is not written in Python, papermill's own engine runs it, in a kernel of Jupyter's.

    Raises PapermillExecutionError if a cell fails.
    """
    kernel = notebook.metadata.get("kernelspec", {})
    ours = kernel.get("language", "python") == "python" and not plain
    papermill_engines.register(_NAME, ShellEngine)
    return execute_notebook(
        notebook,
        str(target),
        parameters=dict(values),
        engine_name=_NAME if ours else None,
        kernel_name="python3" if ours else kernel.get("name", "python3"),
        language="python" if ours else None,
        cwd=str(folder),
        progress_bar=False,
        store_widget_state=False,
        request_save_on_cell_execute=not ours,
        checkpoint=target,
    )


class ShellEngine(Engine):  # type: ignore[misc]
    """Runs the cells one after another, until one fails."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: Any, _kernel: str, *, checkpoint: Path, **_options: Any
    ) -> None:
        """Run the cells of the notebook that papermill manages; keep it in the file `checkpoint`.

        papermill would format and check the whole notebook twice for each cell.
        """
        shell = _shell()
        for index, cell in enumerate(nb_man.nb.cells):
            if cell.cell_type != "code" or not cell.source.strip():
                continue
            nb_man.cell_start(cell, index)
            checkpoint.write_text(json.dumps(nb_man.nb), "utf-8")
            cell.execution_count = shell.execution_count
            succeeded = shell.run(cell)
            if not succeeded:
                nb_man.cell_exception(cell, index)
            nb_man.cell_complete(cell, index)
            if not succeeded:
                break


def _shell() -> _Shell:
    """A shell without history and without a person's own settings of IPython and matplotlib."""
    config = Config()
    config.HistoryManager.enabled = False
    shell: _Shell = _Shell.instance(config=config)
    sys.path.insert(0, "")  # modules beside the notebook, as in a kernel of Jupyter's
    os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"
    mpl.rcdefaults()
    return shell


class _Publisher(DisplayPublisher):
    """Adds what `display` shows to the cell's outputs."""

    shell: Any

    def publish(
        self,
        data: Any,
        metadata: Any = None,
        *_source: Any,
        transient: Any = None,
        update: bool = False,
        **_rest: Any,
    ) -> None:
        self.shell.outputs.display(data, metadata, transient or {}, update=update)

    def clear_output(self, wait: bool = False) -> None:
        self.shell.outputs.clear(wait=wait)


class _Hook(DisplayHook):
    """Adds the value of a cell's last line to its outputs."""

    shell: Any

    def write_output_prompt(self) -> None:
        """Write no prompt: the notebook has the cell's number."""

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        self.shell.outputs.result(format_dict, md_dict, self.prompt_count)

    def finish_displayhook(self) -> None:
        """Write nothing behind it."""


class _Shell(InteractiveShell):
    """IPython's shell, which writes into the cell that it runs."""

    displayhook_class = Type(_Hook)
    display_pub_class = Type(_Publisher)

    outputs: _Outputs

    def run(self, cell: Any) -> bool:
        """Run a cell; return whether it succeeded."""
        self.outputs = _Outputs(cell)
        out, err = _Stream(self.outputs, "stdout"), _Stream(self.outputs, "stderr")
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            result: Any = self.run_cell(cell.source, store_history=True)  # type: ignore[no-untyped-call]
        return bool(result.success)

    def enable_gui(self, gui: Any = None) -> None:
        """Open no windows: pictures are inline."""

    def showtraceback(self, exc_tuple: Any = None, *_where: Any, **_how: Any) -> None:
        kind, error, trace = exc_tuple or sys.exc_info()
        formatter: Any = self.InteractiveTB
        lines = formatter.structured_traceback(kind, error, trace, tb_offset=1)
        self.outputs.error(kind, error, lines)

    def showsyntaxerror(self, *_where: Any, **_how: Any) -> None:
        kind, error, _ = sys.exc_info()
        formatter: Any = self.SyntaxTB
        self.outputs.error(kind, error, formatter.structured_traceback(kind, error, []))


class _Outputs:
    """A cell's outputs as they come in."""

    _shown: dict[str, list[Any]] = {}  # noqa: RUF012 -- of the whole notebook, by display id

    def __init__(self, cell: Any) -> None:
        self._list: list[Any] = cell.outputs
        self._clear_next = False

    def _add(self, kind: str, **content: Any) -> Any:
        if self._clear_next:
            self.clear()
        output = from_dict({"output_type": kind, **content})  # type: ignore[no-untyped-call]
        self._list.append(output)
        return output

    def display(self, data: Any, metadata: Any, transient: Any, *, update: bool) -> None:
        same = self._shown.setdefault(transient.get("display_id", ""), [])
        if update:
            for output in same:
                shown = {"data": _json(data), "metadata": metadata or {}}
                output.update(from_dict(shown))  # type: ignore[no-untyped-call]
        else:
            same.append(self._add("display_data", data=_json(data), metadata=metadata or {}))

    def result(self, data: Any, metadata: Any, number: int) -> None:
        content = {"data": _json(data), "metadata": metadata or {}}
        self._add("execute_result", execution_count=number, **content)

    def error(self, kind: Any, error: Any, lines: list[str]) -> None:
        self._add("error", ename=kind.__name__, evalue=str(error), traceback=lines)

    def write(self, name: str, text: str) -> None:
        last = self._list[-1] if self._list and not self._clear_next else {}
        if last.get("name") == name:
            last["text"] += text
        else:
            self._add("stream", name=name, text=text)

    def clear(self, *, wait: bool = False) -> None:
        self._clear_next = wait
        if not wait:
            self._list.clear()


def _json(data: Mapping[str, Any]) -> dict[str, Any]:
    """What a notebook can hold of data by media type: bytes, as of pictures, in base64."""
    return {
        kind: b2a_base64(content, newline=False).decode() if isinstance(content, bytes) else content
        for kind, content in data.items()
    }


class _Stream(io.TextIOBase):
    """Standard output or error of a cell."""

    encoding = "utf-8"

    def __init__(self, outputs: _Outputs, name: str) -> None:
        self._outputs, self._name = outputs, name

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if text:
            self._outputs.write(self._name, text)
        return len(text)
