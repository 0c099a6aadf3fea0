"""Objects made by chance from the published JSON schemas, spoilt by chance, and where jsonschema finds fault with them.

One case a line: the version, the object, and the paths of what is wrong. What ihctl asks beyond the schemas on purpose (see
schema_facts.py and the README of the data) is put into the schemas first: null in lists and maps, values, bounds, the forms of texts.
"""

import copy
import json
import os
import random
import re
import sys

import jsonschema

from compact_schemas import PREFIXES, read, short
from schema_facts import BOUNDS, VALUES

QUANTITY = r"^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([numkMGTPE]|[KMGTPE]i|[eE][+-]?[0-9]+)?$"
TIME = r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])[Tt]([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?([zZ]|[+-]\d\d:\d\d)$"
BASE64 = r"^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$"


def prepared(definitions):
    """The schemas with null for fields alone, and with what ihctl asks beyond them."""

    def change(schema):
        if isinstance(schema, list):
            return [change(one) for one in schema]
        if not isinstance(schema, dict):
            return schema
        schema = {key: change(value) for key, value in schema.items() if key != "description" or isinstance(value, dict)}
        kind = schema.get("type")
        if isinstance(kind, list) and all(isinstance(one, str) for one in kind):
            kept = [one for one in kind if one != "null"]
            schema["type"] = kept[0] if len(kept) == 1 else kept
        form = schema.get("format")
        if form == "int32":
            schema["minimum"], schema["maximum"] = -(2**31), 2**31 - 1
        if form == "byte":
            schema["pattern"] = BASE64
        if form == "date-time":
            schema["pattern"] = TIME
        return schema

    definitions = {name: change(schema) for name, schema in definitions.items()}
    for name, schema in definitions.items():
        brief = short(name)
        if brief == "api.resource.Quantity":
            definitions[name] = {"type": ["string", "number"], "pattern": QUANTITY}
        if brief == "util.intstr.IntOrString":
            definitions[name] = {"type": ["string", "integer"], "minimum": -(2**31), "maximum": 2**31 - 1}
        for field, values in VALUES.get(brief, {}).items():
            if field in schema["properties"]:
                target = schema["properties"][field]
                target.get("items", target)["enum"] = values.split()
        for field, bounds in BOUNDS.get(brief, {}).items():
            if field in schema["properties"]:
                low, high = bounds.split("..")
                target = schema["properties"][field]
                target["minimum"] = max(int(low), target.get("minimum", int(low)))
                if high:
                    target["maximum"] = int(high)
    return definitions


class Maker:
    def __init__(self, definitions, chance):
        self.definitions = definitions
        self.chance = chance

    def resolved(self, schema):
        while "$ref" in schema:
            schema = self.definitions[schema["$ref"].rsplit("/", 1)[1]]
        return schema

    def value(self, schema, depth):
        chance = self.chance
        schema = self.resolved(schema)
        if "enum" in schema:
            return chance.choice(schema["enum"])
        kind = schema.get("type")
        if isinstance(kind, list):
            kind = chance.choice(kind)
        if kind == "string":
            if schema.get("pattern") == BASE64:
                return chance.choice(["", "aGFsbG8=", "YQ==", "YWJj"])
            if schema.get("pattern") == TIME:
                return chance.choice(["2030-01-31T08:00:00Z", "2030-01-31T08:00:00.123456+01:00"])
            if schema.get("pattern") == QUANTITY:
                return chance.choice(["1", "500m", "1.5Gi", "2e3", "-1", ".5"])
            return chance.choice(["", "a", "web", "12", "true", "null", "yes", "~", "0x1F", "ä\n", "1e3", "x: y"])
        if kind in ("integer", "number"):
            low, high = schema.get("minimum", -5), schema.get("maximum", 100_000)
            number = chance.choice([low, high, chance.randint(int(low), int(high)), max(low, min(high, 1))])
            return number + 0.5 if kind == "number" and chance.random() < 0.3 and number < high else number
        if kind == "boolean":
            return chance.random() < 0.5
        if kind == "array":
            return [self.value(schema["items"], depth + 1) for _ in range(chance.randint(0, 2) if depth < 12 else 0)]
        if kind == "object" or "properties" in schema:
            made = {}
            fields = schema.get("properties", {})
            for name, field in fields.items():
                needed = name in schema.get("required", [])
                if needed or chance.random() < (0.35 if depth < 4 else 0.12 if depth < 9 else 0):
                    if depth < 14 or needed:
                        made[name] = self.value(field, depth + 1)
            more = schema.get("additionalProperties")
            if isinstance(more, dict):
                for name in chance.sample(["a", "b.c/d", "12", "true"], chance.randint(0, 2)):
                    made[name] = self.value(more, depth + 1)
            elif more is not False and not fields:
                made["free"] = chance.choice([1, "x", [], {}])
            return made
        return chance.choice([1, "x", True, [], {}])


def containers(value, found):
    if isinstance(value, dict):
        found.append(value)
        for one in value.values():
            containers(one, found)
    elif isinstance(value, list):
        if value:
            found.append(value)
        for one in value:
            containers(one, found)


def spoil(value, chance):
    """Changes something somewhere, not always for the worse."""
    places = []
    containers(value, places)
    place = chance.choice(places)
    keys = list(place) if isinstance(place, dict) else list(range(len(place)))
    if place is value:
        keys = [key for key in keys if key not in ("apiVersion", "kind")]
    what = chance.random()
    if what < 0.25 and isinstance(place, dict):
        place[chance.choice(["unknwon", "Name", "spec", "metadata", "x y", ""])] = chance.choice([1, "x", None, {}])
    elif not keys:
        return
    elif what < 0.5:
        key = chance.choice(keys)
        del place[key]
    else:
        place[chance.choice(keys)] = chance.choice(
            [None, 1, -1, 1.5, 3.0, "x", "12", "", True, [], {}, [1], {"a": 1}, 2**40, ["x"], [None], {"a": None}]
        )


def without_nulls(maker, value, schema):
    """Fields that are null are taken away; what is null in lists and maps stays."""
    schema = maker.resolved(schema)
    if isinstance(value, list):
        return [without_nulls(maker, one, schema.get("items", {})) for one in value]
    if not isinstance(value, dict):
        return value
    fields, more = schema.get("properties", {}), schema.get("additionalProperties")
    kept = {}
    for name, one in value.items():
        if name in fields and one is None:
            continue
        kept[name] = without_nulls(maker, one, fields.get(name) or (more if isinstance(more, dict) else {}))
    return kept


def main():
    folder, count, seed, output = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    chance = random.Random(seed)
    validators, makers, kinds = {}, {}, {}
    for number, definitions in read(folder).items():
        definitions = prepared(definitions)
        makers[number] = Maker(definitions, chance)
        kinds[number] = sorted(
            (name, kind["group"], kind["version"], kind["kind"])
            for name, schema in definitions.items()
            for kind in schema.get("x-kubernetes-group-version-kind", [])
            if len(schema["x-kubernetes-group-version-kind"]) == 1
            and kind["kind"] not in ("Status", "APIGroup", "APIGroupList", "APIResourceList", "APIVersions")
        )
    sound = 0
    with open(output, "w") as file:
        for _ in range(count):
            number = chance.choice(list(makers))
            name, group, version, kind = chance.choice(kinds[number])
            maker = makers[number]
            if (number, name) not in validators:
                schema = {"$ref": f"#/$defs/{name}", "$defs": maker.definitions}
                validators[number, name] = jsonschema.Draft202012Validator(schema)
            made = maker.value({"$ref": f"#/$defs/{name}"}, 0)
            made["apiVersion"], made["kind"] = f"{group}/{version}".lstrip("/"), kind
            for _ in range(chance.choice([0, 1, 1, 1, 2, 4])):
                spoil(made, chance)
            judged = without_nulls(maker, copy.deepcopy(made), {"$ref": f"#/$defs/{name}"})
            paths = set()
            for error in validators[number, name].iter_errors(judged):
                path = list(error.absolute_path)
                if error.validator == "additionalProperties":
                    known = error.schema.get("properties", {})
                    paths |= {json.dumps(path + [key]) for key in error.instance if key not in known}
                elif error.validator == "required":
                    paths.add(json.dumps(path + [re.match(r"'(.*)' is a required", error.message).group(1)]))
                else:
                    paths.add(json.dumps(path))
            sound += not paths
            case = {"version": f"1.{number}", "paths": sorted(paths), "object": made}
            file.write(json.dumps(case) + "\n")
    print(f"{count} cases, {sound} of them sound")


if __name__ == "__main__":
    main()
