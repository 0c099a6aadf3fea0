"""Turns the JSON schemas of every Kubernetes version into one text of types, fields and the versions that have them.

Prose is left out. What the lines mean is told in Sources/C/CSchemaData/README.md.
"""

import json
import os
import re
import sys

from schema_facts import BOUNDS, KINDS_NEW_IN_FIRST, NEW_IN_FIRST, VALUES

PREFIXES = [
    "io.k8s.api.",
    "io.k8s.apimachinery.pkg.apis.",
    "io.k8s.apiextensions-apiserver.pkg.apis.",
    "io.k8s.kube-aggregator.pkg.apis.",
    "io.k8s.apimachinery.pkg.",
]
# What some types are, whatever their schemas say of it.
WORDS = {
    "api.resource.Quantity": "quantity",
    "util.intstr.IntOrString": "port",
    "meta.v1.Time": "time",
    "meta.v1.MicroTime": "time",
    "runtime.RawExtension": "object",
    "meta.v1.FieldsV1": "object",
    "meta.v1.Patch": "object",
    "apiextensions.v1.JSON": "any",
    "apiextensions.v1.JSONSchemaPropsOrArray": "any",
    "apiextensions.v1.JSONSchemaPropsOrBool": "any",
    "apiextensions.v1.JSONSchemaPropsOrStringArray": "any",
}
# Kinds that nobody writes into a file.
SPOKEN = {"DeleteOptions", "WatchEvent", "Status", "APIGroup", "APIGroupList", "APIResourceList", "APIVersions"}


def short(name):
    for prefix in PREFIXES:
        if name.startswith(prefix):
            return name[len(prefix):]
    raise SystemExit(f"a type of an unknown package: {name}")


def main_type(schema):
    found = schema.get("type")
    if isinstance(found, list):
        found = [one for one in found if one != "null"]
        if len(found) != 1:
            raise SystemExit(f"several types: {schema}")
        return found[0]
    return found


def word(schema):
    """A schema as one word."""
    unknown = {key for key in schema if not key.startswith("x-")} - {
        "description", "type", "$ref", "additionalProperties", "items", "enum", "format", "default", "properties",
    }
    if unknown or schema.get("properties"):
        raise SystemExit(f"not understood: {sorted(unknown)} of {json.dumps(schema)[:300]}")
    if "$ref" in schema:
        name = short(schema["$ref"].rsplit("/", 1)[1])
        return WORDS.get(name, name)
    kind, form = main_type(schema), schema.get("format")
    if kind == "string":
        if schema.get("enum"):
            return "text(" + "|".join(schema["enum"]) + ")"
        return {"byte": "bytes", "date-time": "time", None: "text"}[form]
    if kind == "integer":
        return {"int32": "int", "int64": "long", None: "long"}[form]
    if kind == "number":
        return "number"
    if kind == "boolean":
        return "bool"
    if kind == "array":
        return "[]" + word(schema["items"])
    if kind == "object":
        more = schema.get("additionalProperties")
        return "{}" + word(more) if isinstance(more, dict) and more else "object"
    raise SystemExit(f"not understood: {json.dumps(schema)[:300]}")


def with_facts(name, field, said):
    values = VALUES.get(name, {}).get(field)
    if values:
        if said.removeprefix("[]") != "text":
            raise SystemExit(f"{name}.{field} has values and is {said}")
        return said + "(" + "|".join(values.split()) + ")"
    bounds = BOUNDS.get(name, {}).get(field)
    if bounds:
        if said not in ("int", "long"):
            raise SystemExit(f"{name}.{field} has bounds and is {said}")
        return f"{said}({bounds})"
    return said


def span(versions, every, first, last):
    """The versions of something as `27-30`, nothing where it is all that there could be."""
    versions = sorted(versions)
    if versions != list(range(versions[0], versions[-1] + 1)):
        raise SystemExit(f"a gap in {versions}")
    if set(versions) == set(every):
        return ""
    since = "" if versions[0] == first else str(versions[0])
    until = "" if versions[-1] == last else str(versions[-1])
    return f" {since}-{until}"


def read(folder):
    """Types by name and version: their fields as words, and the kinds they are."""
    found = {}
    for entry in os.listdir(folder):
        match = re.fullmatch(r"v1\.(\d+)\.0-local-strict", entry)
        if match:
            with open(os.path.join(folder, entry, "_definitions.json")) as file:
                found[int(match.group(1))] = json.load(file)["$defs"]
    return dict(sorted(found.items()))


def compact(folder):
    versions = read(folder)
    numbers = list(versions)
    # The version before the first is the first, without what came with it.
    first, last = numbers[0] - 1, numbers[-1]
    types, kinds = {}, {}
    for number, schemas in versions.items():
        for long_name, schema in schemas.items():
            name = short(long_name)
            if name in WORDS:
                continue
            for kind in schema.get("x-kubernetes-group-version-kind", []):
                if kind["kind"] in SPOKEN:
                    continue
                api = f"{kind['group']}/{kind['version']}".lstrip("/")
                kinds.setdefault((api, kind["kind"]), (name, set()))[1].add(number)
            record = types.setdefault(name, {"versions": set(), "fields": {}, "open": set()})
            record["versions"].add(number)
            if schema.get("additionalProperties") is not False:
                record["open"].add(number)
            if main_type(schema) != "object":
                raise SystemExit(f"{name} is no object")
            required = set(schema.get("required", []))
            for field, form in schema.get("properties", {}).items():
                said = with_facts(name, field, word(form))
                key = (field, said, field in required)
                record["fields"].setdefault(key, set()).add(number)
    for table in (VALUES, BOUNDS, NEW_IN_FIRST):
        for name, fields in table.items():
            known = {key[0] for key in types[name]["fields"]}
            if not known.issuperset(fields):
                raise SystemExit(f"{name} has no {sorted(set(fields) - known)}")

    # Only what an object can lead to.
    reached, todo = set(), [name for name, _ in kinds.values()]
    while todo:
        name = todo.pop()
        if name in reached or name not in types:
            continue
        reached.add(name)
        todo += [re.sub(r"^(\[\]|\{\})+", "", said) for _, said, _ in types[name]["fields"]]

    lines = []
    for (api, kind), (name, present) in sorted(kinds.items()):
        begin = first if (api, kind) in KINDS_NEW_IN_FIRST else numbers[0]
        lines.append(f"={api} {kind} {name}{span(present, numbers, begin, last)}")
    for name in sorted(reached):
        record = types[name]
        # A type without fields of its own takes what is there.
        is_open = record["open"] == record["versions"] and not record["fields"]
        if record["open"] and record["fields"]:
            raise SystemExit(f"{name} has fields and is open")
        lines.append(name + (" *" if is_open else ""))
        news = NEW_IN_FIRST.get(name, [])
        for (field, said, needed), present in sorted(record["fields"].items(), key=lambda one: (one[0], sorted(one[1]))):
            since = span(present, record["versions"], min(record["versions"]), last)
            if field in news and not since:
                since = f" {numbers[0]}-"
            lines.append(f" {field}{'!' if needed else ''} {said}{since}")
    return f"# Kubernetes 1.{first} to 1.{last}; made by scripts/schemas.\n@{first}-{last}\n" + "\n".join(lines) + "\n"


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit("usage: compact_schemas.py FOLDER-OF-JSON-SCHEMAS OUTPUT")
    text = compact(sys.argv[1])
    with open(sys.argv[2], "w") as output:
        output.write(text)
    print(f"{sys.argv[2]}: {len(text):,} bytes, {text.count(chr(10)):,} lines")
