# SPDX-License-Identifier: Apache-2.0
"""Buffers to be packed: minimalloc's files of them, and whether offsets are right, the slow way."""

import csv
import dataclasses
import io


@dataclasses.dataclass(frozen=True)
class Buffer:
    """Live from step `lower` to before step `upper`, `size` in bytes."""

    lower: int
    upper: int
    size: int
    alignment: int = 1  # its offset is a multiple


def number(row: dict[str, str], names: tuple[str, ...], line: int) -> int:
    """Of the first of the columns `names` that is there; ValueError if none is, or no number."""
    name = next((name for name in names if row.get(name) is not None), None)
    if name is None:
        raise ValueError(f"line {line}: no {names[0]}")
    return int(row[name]) + (name == "end")  # the last step, not the first after it


def read(text: str) -> list[Buffer]:
    """Those of a file with bytes and a life, without offsets. ValueError says what is wrong."""
    found = []
    for line, row in enumerate(csv.DictReader(io.StringIO(text)), 2):
        if row.get("gaps"):
            raise ValueError(f"line {line}: buffers with gaps are not compared")
        lower = number(row, ("lower", "start", "begin"), line)
        upper, size = number(row, ("upper", "end"), line), number(row, ("size",), line)
        if upper > lower and size > 0:
            found.append(Buffer(lower, upper, size, int(row.get("alignment") or 1)))
    return found


def write(buffers: list[Buffer]) -> str:
    """A file that all contenders read: the id of a buffer is its place in the list."""
    aligned = any(buffer.alignment > 1 for buffer in buffers)
    lines = ["id,lower,upper,size" + ",alignment" * aligned]
    for place, buffer in enumerate(buffers):
        values = [place, buffer.lower, buffer.upper, buffer.size] + [buffer.alignment] * aligned
        lines.append(",".join(map(str, values)))
    return "\n".join(lines) + "\n"


def read_offsets(text: str, count: int) -> list[int]:
    """Of the buffers that `write` wrote. ValueError if one has none."""
    rows = csv.DictReader(io.StringIO(text))
    offsets = {int(row["id"]): int(row["offset"] or "") for row in rows}
    if sorted(offsets) != list(range(count)):
        raise ValueError("not every buffer has an offset")
    return [offsets[place] for place in range(count)]


def live_peak(buffers: list[Buffer]) -> int:
    """The most bytes that are live at once."""
    changes = [(buffer.lower, buffer.size) for buffer in buffers]
    changes += [(buffer.upper, -buffer.size) for buffer in buffers]
    live = most = 0
    for _, change in sorted(changes):  # at the same step what ends comes first
        live += change
        most = max(most, live)
    return most


def what_is_wrong(buffers: list[Buffer], offsets: list[int], capacity: int) -> str | None:
    """Compares every two buffers that are live together. None: nothing is wrong."""
    live: list[int] = []
    for this in sorted(range(len(buffers)), key=lambda place: buffers[place].lower):
        buffer, offset = buffers[this], offsets[this]
        if offset < 0 or offset + buffer.size > capacity:
            return f"buffer {this} is not within the capacity"
        if offset % buffer.alignment != 0:
            return f"buffer {this} is not aligned"
        live = [other for other in live if buffers[other].upper > buffer.lower]
        for other in live:
            above = offset >= offsets[other] + buffers[other].size
            if not above and offsets[other] < offset + buffer.size:
                return f"buffers {min(this, other)} and {max(this, other)} overlap"
        live.append(this)
    return None
