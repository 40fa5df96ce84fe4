"""Programs under limits that the system sets: address space, stacks, files, full disks, closed ports, containers."""

from __future__ import annotations

import os
import resource
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from eshkol.driver import executable
from tests.conftest import suite_options
from tests.faults.injection import PROGRAMS, SECONDS, Surroundings, run

MIB = 1 << 20
ADDRESS_SPACE, DATA, STACK, FILES = (
    resource.RLIMIT_AS,
    resource.RLIMIT_DATA,
    resource.RLIMIT_STACK,
    resource.RLIMIT_NOFILE,
)
EVERYTHING = "(10000 100000 100000 stack memory memory 10000)"


@pytest.fixture(scope="module")
def program() -> str:
    source = PROGRAMS / "limits.esk"
    return str(executable(source.read_bytes(), source.name, suite_options()))


def limited(
    command: list[str],
    limits: dict[int, int] | None = None,
    prepare: Callable[[], None] | None = None,
    **variables: str,
) -> subprocess.CompletedProcess[str]:
    def start() -> None:
        for limit, amount in (limits or {}).items():
            resource.setrlimit(limit, (amount, amount))
        if prepare:
            prepare()

    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
        preexec_fn=start,
        env={**os.environ, **variables},
    )


LIMITS: list[dict[int, int]] = [
    {},
    {ADDRESS_SPACE: 64 * MIB},
    {ADDRESS_SPACE: 256 * MIB},
    {ADDRESS_SPACE: 1024 * MIB},
    {ADDRESS_SPACE: 8192 * MIB},
    {DATA: 128 * MIB},
    {STACK: 128 * 1024},
    {STACK: 256 * 1024, ADDRESS_SPACE: 512 * MIB, DATA: 256 * MIB},
]


@pytest.mark.parametrize("limits", LIMITS, ids=str)
def test_a_program_works_within_the_limits(program: str, limits: dict[int, int]) -> None:
    if suite_options().sanitize and (ADDRESS_SPACE in limits or DATA in limits):
        return  # AddressSanitizer itself reserves terabytes
    memory = "1M" if suite_options().torture else "16M"
    result = limited([program, "everything"], limits, ESHKOL_MAX_MEMORY=memory, ESHKOL_MAX_STACK="4M")
    assert (result.returncode, result.stderr, result.stdout) == (0, "", EVERYTHING)
    if not suite_options().torture:
        result = limited([program, "capacity"], limits)
        assert (result.returncode, result.stderr) == (0, "")
        space = min(limits.get(ADDRESS_SPACE, 1 << 60), limits.get(DATA, 1 << 60))
        assert min(space / 10, 64 * MIB) < int(result.stdout) < space


def test_too_little_address_space_is_a_clear_error(program: str) -> None:
    if suite_options().sanitize:
        return
    result = limited([program, "everything"], {ADDRESS_SPACE: 20 * MIB})
    assert (result.returncode, result.stdout) == (70, "")
    assert result.stderr.startswith("error: cannot reserve ")
    assert "hint: " in result.stderr


def test_more_stack_than_there_is_address_space_is_a_clear_error(program: str) -> None:
    ending = limited([program, "everything"], {ADDRESS_SPACE: 256 * MIB}, ESHKOL_MAX_STACK="1G")
    assert ending.returncode == 70 or suite_options().sanitize
    assert "of address space for the C stack\n  hint: set ESHKOL_MAX_STACK to a smaller size" in ending.stderr


@pytest.mark.parametrize("refusals", ["1-5", "1-12", "3-", "1-"])
def test_a_system_that_does_not_overcommit_is_asked_for_less(refusals: str) -> None:
    """The reservation is refused until it is small: as with vm.overcommit_memory=2."""
    sites = [site.name for site in run("workloads", "lists").sites if site.call == "mmap"]
    memory = next(name for name in sites if name.startswith("memory.c"))
    outcome = run("workloads", fault=f"{memory}:{refusals}")
    if refusals.endswith("-") and outcome.status == 70:
        assert outcome.errors.startswith("error: cannot reserve address space for the arenas\n  hint: raise the limit")
        return
    assert (outcome.status, outcome.errors) == (0, "")
    assert "WRONG" not in outcome.output


def test_no_more_files_can_be_opened_until_old_ones_are_forgotten(program: str, tmp_path: Path) -> None:
    result = limited([program, "descriptors", str(tmp_path / "file")], {FILES: 64})
    assert (result.returncode, result.stderr, result.stdout) == (0, "", "no-moretext")


def test_a_full_disk_is_a_file_error(program: str) -> None:
    result = limited([program, "to-a-full-disk"])
    assert (result.returncode, result.stderr, result.stdout) == (0, "", "(file file file)")


def test_what_a_forgotten_port_cannot_write_is_reported_at_the_end(program: str) -> None:
    result = limited([program, "forgotten-on-a-full-disk"])
    assert (result.returncode, result.stdout) == (70, "")
    assert result.stderr == "error: not all output could be written\n"


def test_output_of_a_program_without_standard_output_goes_nowhere_else(program: str, tmp_path: Path) -> None:
    kept, error = tmp_path / "kept", tmp_path / "error"
    command = [program, "files-and-output", str(kept), str(error)]
    done = subprocess.run(["/bin/sh", "-c", 'exec "$0" "$@" >&- 2>&-', *command], timeout=SECONDS, check=False)
    assert kept.read_text() == "kept"
    assert error.read_text() == "file"
    assert done.returncode in (0, 70)


def test_reading_from_a_closed_standard_input_is_a_file_error(program: str) -> None:
    command = ["/bin/sh", "-c", 'exec "$0" "$@" <&-', program, "input"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert (done.returncode, done.stdout) == (0, "file")


CONTAINERS: list[tuple[dict[str, str], int]] = [
    ({"proc/self/cgroup": "0::/\n", "sys/fs/cgroup/memory.max": "134217728\n"}, 128 * MIB),
    ({"sys/fs/cgroup/memory.max": "134217728\n"}, 128 * MIB),
    ({"proc/self/cgroup": "0::/a/b\n", "sys/fs/cgroup/a/memory.max": "67108864\n"}, 64 * MIB),
    (
        {
            "proc/self/cgroup": "0::/a/b\n",
            "sys/fs/cgroup/a/memory.max": "max\n",
            "sys/fs/cgroup/a/b/memory.max": "268435456\n",
            "sys/fs/cgroup/a/b/memory.high": "33554432\n",
        },
        32 * MIB,
    ),
    (
        {
            "proc/self/cgroup": "7:cpu,cpuacct:/x\n4:memory:/docker/id\n0::/\n",
            "sys/fs/cgroup/memory/memory.limit_in_bytes": "100663296\n",
        },
        96 * MIB,
    ),
    (
        {
            "proc/self/cgroup": "4:pids,memory:/docker/id\n",
            "sys/fs/cgroup/memory/docker/id/memory.limit_in_bytes": "33554432\n",
            "sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n",
        },
        32 * MIB,
    ),
    ({"proc/self/cgroup": "nonsense\n::\n4:memory\n", "sys/fs/cgroup/memory.max": "nonsense"}, 0),
]


@pytest.mark.parametrize(("files", "expected"), CONTAINERS, ids=range(len(CONTAINERS)))
def test_the_limit_of_a_container_is_respected(files: dict[str, str], expected: int, tmp_path: Path) -> None:
    """The default leaves room for what a reclamation copies."""
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    outcome = run("capacity", surroundings=Surroundings(variables=(("ESHKOL_SYSTEM_FILES", str(tmp_path)),)))
    assert (outcome.status, outcome.errors) == (0, "")
    machine = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    assert 0.3 * (expected or machine) < int(outcome.output) < 0.9 * (expected or machine)


def test_a_program_that_grows_stays_within_its_container(tmp_path: Path) -> None:
    (tmp_path / "sys/fs/cgroup").mkdir(parents=True)
    (tmp_path / "sys/fs/cgroup/memory.max").write_text(str(256 * MIB))
    outcome = run("capacity", "grow", surroundings=Surroundings(variables=(("ESHKOL_SYSTEM_FILES", str(tmp_path)),)))
    assert outcome.status == 70
    assert outcome.errors.startswith("error: out of memory\n")
    peak = int(outcome.output)
    assert 50 * MIB < peak < 256 * MIB
