#!/usr/bin/env python3
"""schema.py PROGRAM SCHEMA LESSON...: what `PROGRAM run LESSON --format json` writes follows SCHEMA, and a file that
does not is refused. Exit code 0, or 1 with a line for each finding."""
import copy
import json
import subprocess
import sys

import jsonschema

program, schema_path, *lessons = sys.argv[1:]
with open(schema_path, encoding="utf-8") as file:
    schema = json.load(file)
validator_class = jsonschema.validators.validator_for(schema)
validator_class.check_schema(schema)
validator = validator_class(schema)
findings = []


def check(name, document):
    for error in validator.iter_errors(document):
        findings.append(f"{name}: {error.json_path}: {error.message[:200]}")


def refuses(what, document):
    if validator.is_valid(document):
        findings.append(f"the schema takes {what}")


for lesson in lessons:
    written = subprocess.run([program, "run", lesson, "--format", "json"], capture_output=True, check=True).stdout
    document = json.loads(written)
    check(lesson, document)

    # Check that the schema also refuses something.
    changed = copy.deepcopy(document)
    changed["surprise"] = 1
    refuses(f"{lesson} with a member that is not described", changed)
    for member in document:
        changed = copy.deepcopy(document)
        changed[member] = 3.5
        refuses(f"{lesson} with {member} = 3.5", changed)

print("\n".join(findings))
sys.exit(1 if findings else 0)
