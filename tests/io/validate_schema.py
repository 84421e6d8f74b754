# SPDX-License-Identifier: Apache-2.0
"""Checks graphs, schedules and plans against the schemas in data/.

    validate_schema.py DATA SAMPLES

Every *.json of both folders, the schemas themselves included. Checks the checker too: files spoilt
in known ways must not pass.
"""

import copy
import json
import pathlib
import sys

try:
    import jsonschema
except ImportError:
    sys.exit("jsonschema is missing: install the package python3-jsonschema")


def validators(data):
    result = {}
    for kind in ("graph", "schedule", "plan", "sweep"):
        schema = json.loads((data / f"{kind}.schema.json").read_text())
        jsonschema.Draft202012Validator.check_schema(schema)
        result[f"moccasin-{kind}"] = jsonschema.Draft202012Validator(schema)
    return result


def spoilt(document):
    """Copies of `document` that no longer follow its schema."""
    yield "version", {**document, "version": 2}
    if document["format"] == "moccasin-graph":
        yield "unknown key", {**document, "colour": "red"}
        yield "no edges", {k: v for k, v in document.items() if k != "edges"}
        node = copy.deepcopy(document)
        node["nodes"][0]["duration"] = -1
        yield "duration", node
    elif document["format"] == "moccasin-plan":
        yield "status", {**document, "status": "infeasible"}
        yield "no arena", {k: v for k, v in document.items() if k != "arena"}
        buffer = copy.deepcopy(document)
        buffer["buffers"][0]["offset"] = -1
        yield "offset", buffer
    elif document["format"] == "moccasin-sweep":
        yield "stop", {**document, "stop": "tired"}
        yield "no points", {k: v for k, v in document.items() if k != "points"}
        point = copy.deepcopy(document)
        point["points"][0]["status"] = "optimal"
        yield "a proof of nothing", point
    else:
        yield "status", {**document, "status": "done"}
        yield "no solver", {k: v for k, v in document.items() if k != "solver"}
        if document.get("steps"):
            yield "no peak", {k: v for k, v in document.items() if k != "peak"}
            step = copy.deepcopy(document)
            step["steps"][0]["copy"] = "0"
            yield "copy", step
            if "offsets" in step["steps"][0]:
                step = copy.deepcopy(document)
                step["steps"][0]["offsets"] = [-1]
                yield "offsets", step
                yield "alignment", {**document, "alignment": 0}


def main(data, samples):
    data, samples = pathlib.Path(data), pathlib.Path(samples)
    by_format = validators(data)
    seen = dict.fromkeys(by_format, 0)
    failures = []
    for path in sorted(data.glob("*.json")) + sorted(samples.glob("*.json")):
        if path.name.endswith(".schema.json"):
            continue
        document = json.loads(path.read_text())
        validator = by_format[document["format"]]
        seen[document["format"]] += 1
        for error in validator.iter_errors(document):
            failures.append(f"{path}: {error.json_path}: {error.message}")
        for what, bad in spoilt(document):
            if validator.is_valid(bad):
                failures.append(f"{path}: the schema does not notice: {what}")
    for kind, number in seen.items():
        print(f"{number} files of format {kind}")
        if number == 0:
            failures.append(f"no file of format {kind}")
    print("\n".join(failures))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
