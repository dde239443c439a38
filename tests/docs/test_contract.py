"""The TypeScript types of the API: what `make contract` writes."""

import re

import pytest

from tools.contract import FOLDER, types_of
from tools.documents import documents


def test_every_operation_of_the_document_has_its_types() -> None:
    text = types_of(documents().api)

    named = {operation["operationId"] for item in documents().api["paths"].values() for operation in item.values()}
    assert named <= set(re.findall(r'operations\["(\w+)"\]', text))


@pytest.mark.parametrize("name", ["api.d.ts", "portal.d.ts"])
def test_the_types_name_no_host_and_no_folder_of_a_machine(name: str) -> None:
    text = (FOLDER / name).read_text()

    assert re.findall(r"127\.0\.0\.1|localhost|/home/|/tmp/|/root/", text) == []


def test_documents_for_everybody_leave_out_what_only_staff_may_do() -> None:
    of_staff = [path for path in documents().api["paths"] if path.startswith("/portal")]

    assert of_staff == []
    assert all(path.startswith("/portal/api/") for path in documents().portal["paths"])
