"""python -m tests.mutation [words]: every fault whose name has the words, one at a time. Ends with 1 if one is not noticed."""

import os
import subprocess
import sys
import time

from tests.mutation.faults import FAULTS, Fault

FAILED = 1  # pytest's word for: the tests ran, and some failed


def run(tests: list[str], **environment: str) -> subprocess.CompletedProcess[str]:
    plugin = ["-p", "tests.mutation.switched"] if environment else []
    command = [sys.executable, "-m", "pytest", "-q", "-x", "--no-header", "-p", "no:cacheprovider", *plugin, *tests]
    return subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, check=False)


def noticed(fault: Fault, *options: str) -> tuple[bool, str]:
    """Whether its tests failed, and how pytest ended."""
    ended = run([*options, *fault.tests], RACKBEAT_FAULT=fault.name)
    return ended.returncode == FAILED, ended.stdout + ended.stderr


def main(words: list[str]) -> int:
    chosen = [fault for fault in FAULTS if all(word in fault.name for word in words)]
    sound = run(sorted({test for fault in chosen for test in fault.tests}))
    if sound.returncode:
        sys.stdout.write(f"{sound.stdout[-3000:]}\nWithout any fault the tests fail already.\n")
        return 1
    survived, begin = 0, time.monotonic()
    for fault in chosen:
        found, said = noticed(fault)
        survived += not found
        sys.stdout.write(f"{'noticed ' if found else 'SURVIVED'}  {fault.name}\n")
        if not found:
            sys.stdout.write(said[-2000:])
        sys.stdout.flush()
    seconds = time.monotonic() - begin
    sys.stdout.write(f"{len(chosen) - survived} of {len(chosen)} faults were noticed, {seconds:.0f} s.\n")
    return 1 if survived or not chosen else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
