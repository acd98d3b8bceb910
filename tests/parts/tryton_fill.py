"""Puts records into a Tryton database. Runs in Tryton's own virtual environment: CONFIG DATABASE, a plan on stdin.

The plan's ``known`` are ids that are there already; its ``steps`` make or change records through Tryton's own models, where ``{"ref": key}`` stands for the id of a
record made before; its ``sql`` sets afterwards what Tryton would not let anybody set, such as when a record was made.
Prints the ids by their keys.
"""

import importlib
import json
import sys
from typing import Any


def _resolved(value: Any, ids: dict[str, int]) -> Any:
    if isinstance(value, dict):
        if set(value) == {"ref"}:
            return ids[value["ref"]]
        if set(value) == {"resource"}:  # a link to a record of any model: "party.party,12"
            model, name = value["resource"]
            return f"{model},{ids[name]}"
        if set(value) == {"address"}:
            return ids[f"address of {value['address']}"]
        if set(value) == {"refs"}:
            return [("add", [ids[one] for one in value["refs"]])]
        return {key: _resolved(one, ids) for key, one in value.items()}
    return [_resolved(one, ids) for one in value] if isinstance(value, list) else value


def main() -> None:
    config, database = sys.argv[1:]
    importlib.import_module("trytond.config").update_etc(config)
    pools, rpc = importlib.import_module("trytond.pool"), importlib.import_module("trytond.protocols.jsonrpc")
    transaction = importlib.import_module("trytond.transaction").Transaction
    plan = json.loads(sys.stdin.read(), object_hook=rpc.JSONDecoder())
    ids: dict[str, int] = dict(plan.get("known", {}))
    pools.Pool.start()
    pool = pools.Pool(database)
    with transaction().start(database, 0, readonly=True):
        pool.init()
    with transaction().start(database, 1) as begun:
        for one in pool.get("ir.model").search([("name", "=", "sale.sale")]):
            ids["model of sales"] = one.id
        for step in plan["steps"]:
            with begun.set_context(pool.get("res.user").get_preferences(context_only=True)):
                model = pool.get(step["model"])
                values = [_resolved(row["values"], ids) for row in step["rows"]]
                if step.get("change"):
                    for row, said in zip(step["rows"], values, strict=True):
                        model.write([model(_resolved(row["id"], ids))], said)
                    continue
                for row, made in zip(step["rows"], model.create(values), strict=True):
                    ids[row["key"]] = made.id
                    if step["model"] == "party.party" and made.addresses:
                        ids[f"address of {row['key']}"] = made.addresses[0].id
        cursor = begun.connection.cursor()
        for statement, values in plan["sql"]:
            cursor.execute(statement, tuple(_resolved(values, ids)))
    sys.stdout.write(json.dumps(ids))


if __name__ == "__main__":
    main()
