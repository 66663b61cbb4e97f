"""Reads documents, and talks to the queue of the desk.

With --json, standard output holds JSON and nothing else, one value a line; messages go to standard error. Several
files or jobs are handled one after the other: a bad one is named, the others go on, and the exit code is that of the
first error. Wrong use of a command exits with 64, Ctrl-C with 130.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from typer.exceptions import TyperException

from ocrcore import logs
from ocrcore.cli import jobs as queue_commands
from ocrcore.cli.doctor import examine, in_words
from ocrcore.cli.output import Tally, complain, say, show_json, show_table, show_text
from ocrcore.config import get_settings, load_settings
from ocrcore.database.job_status import JobStatus  # noqa: TC001
from ocrcore.database.review_state import ReviewState
from ocrcore.desk.backup import back_up, restore
from ocrcore.errors import OcrDeskError
from ocrcore.export import DecimalSign, ExportFormat, ExportOptions, Separator

USAGE_EXIT_CODE = 64
"""Wrong use of a command. Source: EX_USAGE of sysexits.h; the 2 that is common for it means an input error here."""
INTERRUPTED_EXIT_CODE = 130

app = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None, help=__doc__
)

Files = Annotated[list[Path], typer.Argument(help="Documents: pictures or PDF.", show_default=False)]
JobId = Annotated[str, typer.Argument(help="Id of a job.", show_default=False)]
EngineName = Annotated[str | None, typer.Option("--engine", "-e", help="OCR engine; `doctor` lists them.")]
Month = Annotated[
    str | None, typer.Option(help="Only documents dated in this month, such as 2026-03; none for undated ones.")
]
Vendor = Annotated[str | None, typer.Option(help="Only documents of the vendor of this name.")]
Search = Annotated[
    str | None, typer.Option(help="Only documents with these words in their name, vendor, number or total.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")]


@app.command()
def read(files: Files, engine: EngineName = None, as_json: AsJson = False) -> None:
    """Read documents here and now, without the queue; with --json one Result a line, in order."""
    from ocrcore.pipeline.run import load_engine, read_document  # noqa: PLC0415 - no other command needs its libraries

    settings = load_settings(worker_processes=1)  # this process may have all cores
    reader, tally = load_engine(engine or settings.default_engine, settings), Tally()
    for file in files:
        with tally.going_on(about=str(file)):
            result = read_document(file, engine=reader, settings=settings)
            if as_json:
                show_json(result.to_dict())
                continue
            if len(files) > 1:
                show_text(f"==> {file} <==")
            show_text(result.text)
    tally.finish()


@app.command()
def submit(
    files: Files,
    engine: EngineName = None,
    wait: Annotated[bool, typer.Option("--wait", help="Wait until all are done.")] = False,
    as_json: AsJson = False,
) -> None:
    """Put documents into the queue."""
    tally = Tally()
    asyncio.run(queue_commands.submit(get_settings(), files, engine=engine, wait=wait, as_json=as_json, tally=tally))
    tally.finish()


@app.command()
def jobs(
    status: Annotated[list[JobStatus] | None, typer.Option(help="Only jobs in this state; may be repeated.")] = None,
    review_state: Annotated[
        list[ReviewState] | None, typer.Option(help="Only documents in this state of review; may be repeated.")
    ] = None,
    *,
    month: Month = None,
    vendor: Vendor = None,
    search: Search = None,
    limit: Annotated[int, typer.Option(help="Most jobs to list.")] = 50,
    as_json: AsJson = False,
) -> None:
    """List jobs, newest first."""
    filters: dict[str, Any] = {"statuses": status or (), "review_states": review_state or ()}
    filters |= {"month": month, "vendor": vendor, "search": search}
    asyncio.run(queue_commands.list_jobs(get_settings(), filters=filters, limit=limit, as_json=as_json))


@app.command()
def job(job_id: JobId, as_json: AsJson = False) -> None:
    """Tell how a job stands, and its story."""
    asyncio.run(queue_commands.show(get_settings(), job_id, as_json=as_json))


@app.command()
def cancel(job_id: JobId, as_json: AsJson = False) -> None:
    """Cancel a job that waits or is being read."""
    asyncio.run(queue_commands.cancel(get_settings(), job_id, as_json=as_json))


@app.command()
def retry(job_id: JobId, engine: EngineName = None, as_json: AsJson = False) -> None:
    """Retry a failed or cancelled job, perhaps with another engine."""
    asyncio.run(queue_commands.retry(get_settings(), job_id, engine=engine, as_json=as_json))


@app.command()
def split(job_id: JobId, as_json: AsJson = False) -> None:
    """Part a file that holds several documents: each becomes a job of its own, the original stays."""
    asyncio.run(queue_commands.split(get_settings(), job_id, as_json=as_json))


@app.command()
def export(
    job_ids: Annotated[list[str] | None, typer.Argument(help="Ids of jobs.", show_default=False)] = None,
    *,
    kind: Annotated[ExportFormat, typer.Option("--format", "-f", help="What to write.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The file to write.", dir_okay=False)],
    everything: Annotated[bool, typer.Option("--all", help="All documents that have been read.")] = False,
    month: Month = None,
    vendor: Vendor = None,
    search: Search = None,
    engine: EngineName = None,
    only_confirmed: Annotated[
        bool, typer.Option("--only-confirmed", help="With --all: only what a person has confirmed.")
    ] = False,
    decimal: Annotated[DecimalSign, typer.Option(help="Decimal sign of CSV.")] = DecimalSign.POINT,
    separator: Annotated[Separator, typer.Option(help="What parts the cells of CSV.")] = Separator.COMMA,
    company: Annotated[str, typer.Option(help="Tax id of your company, for the journal and SAGA.")] = "",
) -> None:
    """Write what was read in jobs to a file, as people corrected it; what is confirmed counts as exported then."""
    if everything == bool(job_ids):
        raise typer.BadParameter("Name jobs by their ids, or all of them with --all.")
    if only_confirmed and not everything:
        raise typer.BadParameter("--only-confirmed goes with --all.")
    states = (ReviewState.CONFIRMED, ReviewState.EXPORTED) if only_confirmed else ()
    filters = {"month": month, "vendor": vendor, "search": search, "engine": engine, "review_states": states}
    options = ExportOptions(decimal=decimal, separator=separator, company_tax_id=company)
    tally = Tally()
    written, asked = asyncio.run(
        queue_commands.export(get_settings(), job_ids or filters, kind, output, options=options, tally=tally)
    )
    say(f"{written} of {asked} documents written to {output}.")
    tally.finish()


@app.command()
def worker(
    processes: Annotated[int | None, typer.Option(help="OCR processes; default OCR_WORKER_PROCESSES.")] = None,
    until_stdin_closes: Annotated[bool, typer.Option(hidden=True)] = False,
    worker_id: Annotated[str, typer.Option(hidden=True)] = "",
) -> None:
    """Take jobs from the queue until it is stopped (SIGTERM, Ctrl-C)."""
    from ocrcore.worker.supervisor import run_worker  # noqa: PLC0415 - no other command needs it

    settings = get_settings() if processes is None else load_settings(worker_processes=processes)
    logs.set_up(settings.log_format)
    asyncio.run(run_worker(settings, worker_id=worker_id, until_stdin_closes=until_stdin_closes))


@app.command()
def backup(file: Annotated[Path, typer.Argument(help="The file to write.", dir_okay=False)]) -> None:
    """Copy all documents into one file, while the desk runs."""
    say(f"{back_up(get_settings(), file)} files and the database are in {file}.")


@app.command(name="restore")
def restore_backup(
    file: Annotated[Path, typer.Argument(help="What `backup` wrote.", dir_okay=False, exists=True)],
) -> None:
    """Make a desk from what `backup` wrote, in an empty data folder."""
    restore(get_settings(), file)
    say(f"Restored into {get_settings().data_dir}.")


@app.command()
def doctor(as_json: AsJson = False) -> None:
    """Show the settings in force, and check engines, database, storage and disk."""
    tally = Tally()
    report, problems = asyncio.run(examine(get_settings()))
    if as_json:
        show_json(report)
    else:
        show_table(in_words(report))
    for problem in problems:
        with tally.going_on():
            raise problem
    tally.finish()


def main() -> NoReturn:
    """Run the command line and exit with the code of what happened."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s")
    sys.exit(_run())


def _run() -> int:
    try:
        return app(standalone_mode=False) or 0
    except OcrDeskError as error:
        complain(error)
        return error.exit_code
    except TyperException as error:
        say(error.format_message())
        return USAGE_EXIT_CODE
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED_EXIT_CODE
    except BrokenPipeError:
        # Who read our output has left, such as `head`: the interpreter must not find that out again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
