# SPDX-License-Identifier: Apache-2.0
"""Sets of packings: random ones of several shapes, and those of schedules that moccasin makes."""

import dataclasses
import pathlib
import random
import subprocess

from buffers import Buffer, read, write

FEW_SIZES = [1 << power for power in range(6, 12)]
SHAPES = ("few-short", "few-long", "many-short", "many-long", "cut", "loose")
KINDS = ("transformer", "residual", "unet")  # of generated graphs: training steps
NODES = 300


@dataclasses.dataclass(frozen=True)
class Made:
    group: str  # a row of the table
    name: str
    text: str  # a file of buffers


def anywhere(shape: str, chance: random.Random) -> list[Buffer]:
    """`few-` or `many-` sizes, `-short` or `-long` lives; 20 to 400 of them, 20 to 200 steps."""
    count, steps = chance.randrange(20, 401), chance.randrange(20, 201)
    longest = max(2, steps // 10) if shape.endswith("short") else steps
    found = []
    for _ in range(count):
        size = chance.choice(FEW_SIZES) if shape.startswith("few") else chance.randrange(1, 1 << 16)
        length = chance.randrange(1, longest + 1)
        lower = chance.randrange(steps - length + 1)
        found.append(Buffer(lower, lower + length, size))
    return found


def cut(chance: random.Random) -> list[Buffer]:
    """A block cut in two, and so on: a perfect packing, whose live peak can be reached."""
    count, steps = chance.randrange(20, 401), chance.randrange(20, 201)
    whole = [Buffer(0, steps, 1 << 20)]
    for _ in range(50 * count):  # what is a step long or a byte cannot always be cut
        if len(whole) >= count:
            break
        place = max(chance.randrange(len(whole)) for _ in range(2))
        this = whole[place]
        if chance.random() < 0.5 and this.upper - this.lower > 1:
            at = chance.randrange(this.lower + 1, this.upper)
            parts = [Buffer(this.lower, at, this.size), Buffer(at, this.upper, this.size)]
        elif this.size > 1:
            at = chance.randrange(1, this.size)
            parts = [Buffer(this.lower, this.upper, size) for size in (at, this.size - at)]
        else:
            continue
        whole[place : place + 1] = parts
    return whole


def loosened(buffers: list[Buffer], chance: random.Random) -> list[Buffer]:
    """One in twelve taken out."""
    return [buffer for buffer in buffers if chance.randrange(12) > 0]


def random_buffers(shape: str, seed: int) -> list[Buffer]:
    chance = random.Random(f"{shape} {seed}")
    if shape == "cut":
        found = cut(chance)
    else:
        found = loosened(cut(chance), chance) if shape == "loose" else anywhere(shape, chance)
    chance.shuffle(found)
    return found


def random_set(each: int) -> list[Made]:
    """So many of each shape."""
    found = []
    for shape in SHAPES:
        for seed in range(each):
            found.append(Made(shape, f"{shape}-{seed}", write(random_buffers(shape, seed))))
    return found


def generated_graphs(program: pathlib.Path, folder: pathlib.Path) -> list[pathlib.Path]:
    paths = []
    for kind in KINDS:
        paths.append(folder / f"{kind}-{NODES}.json")
        words = [program, "generate", kind, "--nodes", NODES, "--seed", 1, "--output", paths[-1]]
        subprocess.run([str(word) for word in words], check=True)
    return paths


def planned(
    program: pathlib.Path, graph: pathlib.Path, percent: int, seed: int, work: int
) -> str | None:
    """The buffers of the schedule that so many ticks find; None if they find none."""
    schedule, buffers = graph.with_suffix(".schedule"), graph.with_suffix(".buffers")
    solve = [program, "solve", graph, "--budget", f"{percent}%", "--seed", seed, "--quiet"]
    solve += ["--work-limit", work, "--threads", 1, "--output", schedule]
    done = subprocess.run([str(word) for word in solve], capture_output=True, check=False)
    if done.returncode in (10, 20):
        return None
    done.check_returncode()
    plan = [program, "plan", graph, schedule, "--csv", buffers, "--work-limit", 1, "--quiet"]
    subprocess.run([str(word) for word in plan], capture_output=True, check=True)
    return write(read(buffers.read_text(encoding="utf-8")))


def traced_set(
    program: pathlib.Path, graphs: list[pathlib.Path], folder: pathlib.Path,
    percents: list[int], seeds: list[int], work: int
) -> list[Made]:  # fmt: skip
    """Of schedules of the graphs and of generated training steps; the same buffers only once."""
    found: dict[str, Made] = {}
    copies = [folder / graph.name for graph in graphs]
    for graph, copy in zip(graphs, copies):
        copy.write_bytes(graph.read_bytes())
    for group, paths in (("traced", copies), ("generated", generated_graphs(program, folder))):
        for graph in paths:
            for percent in percents:
                for seed in seeds:
                    text = planned(program, graph, percent, seed, work)
                    if text is not None:
                        name = f"{graph.stem}-{percent}-{seed}"
                        found.setdefault(text, Made(group, name, text))
    return list(found.values())
