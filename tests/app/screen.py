# SPDX-License-Identifier: Apache-2.0
"""What a terminal shows of what a program writes, and programs that run on one."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
import unicodedata

import cli

TOKEN = re.compile(r"\x1b\[([0-9;]*)([A-Za-z])|(.)", re.DOTALL)


class Screen:
    """Rows of text, which a character in the last column makes wrap with the next one. It knows
    what the program writes, and no more: anything else is an error."""

    def __init__(self, columns):
        self.columns = columns
        self.rows = [[]]
        self.row = self.column = 0
        self.wraps = 0

    def feed(self, text):
        for argument, command, character in TOKEN.findall(text):
            if command:
                self.control(argument, command)
            else:
                self.put(character)

    def control(self, argument, command):
        if command == "K" and argument == "":
            del self.rows[self.row][self.column:]
        elif command == "A":
            self.row = max(self.row - int(argument or 1), 0)
        elif command != "m":
            raise AssertionError(f"unexpected control sequence: {argument}{command}")

    def put(self, character):
        if character == "\r":
            self.column = 0
        elif character == "\n":
            self.next_row()
        elif ord(character) < 32 or character == "\x7f":
            raise AssertionError(f"unexpected control character: {character!r}")
        else:
            wide = 2 if unicodedata.east_asian_width(character) in "WF" else 1
            if self.column + wide > self.columns:
                self.wraps += 1
                self.next_row()
                self.column = 0
            row = self.rows[self.row]
            row.extend(" " * (self.column - len(row)))
            row[self.column:self.column + wide] = [character] + [""] * (wide - 1)
            self.column += wide

    def next_row(self):
        self.row += 1
        if self.row == len(self.rows):
            self.rows.append([])

    def lines(self):
        return ["".join(row) for row in self.rows]


class Terminal:
    """A program whose standard error is a terminal of its own."""

    def __init__(self, *words, columns=80, rows=24, env=None, **options):
        self.ours, theirs = pty.openpty()
        self.rows = rows
        self.screen = Screen(columns)
        self.text = ""
        self.lines_after = []  # the last line, after each part that was read
        self.resize(columns)
        self.process = cli.start(*words, stderr=theirs,
                                 env={"TERM": "xterm", "LC_ALL": "C.UTF-8", **(env or {})}, **options)
        os.close(theirs)

    def resize(self, columns):
        fcntl.ioctl(self.ours, termios.TIOCSWINSZ, struct.pack("HHHH", self.rows, columns, 0, 0))

    def read(self, seconds=60):
        """What is written next; empty at the end, or after so long."""
        if not select.select([self.ours], [], [], seconds)[0]:
            return ""
        try:
            part = os.read(self.ours, 65536)
        except OSError:  # the other end is closed
            return ""
        while True:
            try:
                text = part.decode()
                break
            except UnicodeDecodeError:  # cut within a character
                part += os.read(self.ours, 1)
        self.text += text
        self.screen.feed(text)
        self.lines_after.append(self.screen.lines()[-1])
        return text

    def read_until(self, pattern, seconds=60):
        """Whether what was written since has that."""
        end, since = time.monotonic() + seconds, len(self.text)
        while time.monotonic() < end:
            if re.search(pattern, self.text[since:]):
                return True
            if not self.read(max(end - time.monotonic(), 0)):
                return False
        return False

    def finish(self):
        """Its exit status and its standard output."""
        while self.read():
            pass
        os.close(self.ours)
        out, _ = self.process.communicate(timeout=60)
        return self.process.returncode, out

    def interrupt(self):
        self.process.send_signal(signal.SIGINT)
