# SPDX-License-Identifier: Apache-2.0
"""Commands that must succeed."""

import shlex
import subprocess


class Wrong(AssertionError):
    """What was expected and is not so."""


def run(*words, timeout=300, **options):
    """Standard output of a command. Wrong, with the end of all that it says, if it fails."""
    words = [str(word) for word in words]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=timeout,
                          **options)
    if done.returncode != 0:
        raise Wrong(f"{shlex.join(words)}\n{done.stdout[-5000:]}{done.stderr[-5000:]}")
    return done.stdout
