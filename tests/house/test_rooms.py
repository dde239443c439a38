"""Rooms: a door plate on each, private drawers, names that have an edge."""

import ast
import re

from tests.house.tree import OTHER_ROOMS, ROOF, ROOT, WINGS, dotted, kept_files, modules, room_plates, where

PLATE = re.compile(r"^Owns\b.+^Promises\b.+^Asks\b.+^Never\b", re.MULTILINE | re.DOTALL)
# A large room has several of a kind: `key_rows`, `session_routes`.
DRAWER = re.compile(r"(\w+_)?(store|rows|routes|schemas|jobs)")
EDGELESS = {"service", "services", "util", "utils", "helper", "helpers", "common", "misc", "base", "manager"}
LONGEST_FILE = 400
CODE = {".py", ".ts", ".css"}


def test_every_room_has_a_door_plate() -> None:
    plates = {module.name: ast.get_docstring(module.tree) or "" for module in room_plates()}
    assert plates, "no rooms were found"
    assert [name for name, plate in plates.items() if not PLATE.search(plate)] == []


def test_a_door_plate_is_all_that_is_at_the_door() -> None:
    doors = [module for module in modules() if module.path.name == "__init__.py"]
    plates_only = [door for door in doors if door in room_plates() or door.name.removeprefix("bothways.") in WINGS]
    assert [where(door) for door in plates_only if len(door.tree.body) != 1] == []


def test_every_package_is_a_room_a_wing_or_part_of_a_room() -> None:
    known = {f"bothways.{name}" for name in (*WINGS, *OTHER_ROOMS, "app", "cli", "migrations", "assets")}
    top = {module.name for module in modules() if module.path.name == "__init__.py" and module.name.count(".") == 1}
    assert sorted(top - known) == []


def test_a_rooms_drawers_are_opened_by_that_room_and_the_roof_alone() -> None:
    by_name = {module.name: module for module in modules()}
    opened = [
        f"{where(module)} opens {name}"
        for module in modules()
        if not module.is_in(*ROOF)
        for name in module.imports()
        if (target := by_name.get(name)) and DRAWER.fullmatch(target.drawer) and target.room != module.room
    ]
    assert opened == []


def test_the_web_framework_stays_at_the_border() -> None:
    def may(name: str) -> bool:
        drawer = name.rpartition(".")[2]
        return drawer.endswith(("routes", "schemas")) or name.startswith(("bothways.kit.web", "bothways.app"))

    users = [module for module in modules() if any(name.split(".")[0] == "litestar" for name in module.imports())]
    assert [where(module) for module in users if not may(module.name)] == []


def test_every_route_states_who_may_call_it_and_public_ones_say_why() -> None:
    silent = []
    for module in modules():
        for call in (node for node in ast.walk(module.tree) if isinstance(node, ast.Call)):
            name = dotted(call.func).rpartition(".")[2]
            if name == "Route" and len(call.args) < 3 and not any(word.arg == "caller" for word in call.keywords):
                silent.append(f"{where(module, call)}: a route without a caller")
            if name == "Public" and not _gives_a_reason(call):
                silent.append(f"{where(module, call)}: public, but why?")
    assert silent == []


def _gives_a_reason(call: ast.Call) -> bool:
    values = [*call.args, *(word.value for word in call.keywords if word.arg == "reason")]
    return any(isinstance(value, ast.Constant) and len(str(value.value).split()) > 1 for value in values)


def test_names_have_an_edge() -> None:
    assert [where(module) for module in modules() if module.drawer in EDGELESS] == []


def test_no_file_is_longer_than_one_can_hold_in_mind() -> None:
    # Revisions and the types of the API are written by programs, and read as lists.
    written = [path for path in kept_files() if path.parent.name == "versions" or path.name.endswith(".d.ts")]
    code = [path for path in kept_files() if path.suffix in CODE and path not in written]
    lengths = {path.relative_to(ROOT).as_posix(): len(path.read_text().splitlines()) for path in code}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}
