"""Every documented operation against input of every kind: no 500, the documented shape, nobody in without a key."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.core.result import Ok

from tests.journeys.expectations import API, UNDOCUMENTED
from tests.journeys.product import Product

# For each operation on each database; raise it for a longer search.
EXAMPLES = 12
# What frames a request is the HTTP server's to judge, and its words are its own.
_FRAMING = {"content-length", "transfer-encoding"}
# What reads comes first, so that it meets things as they were made.
_TURNS = ("get", "post", "patch", "put", "delete")

load_all_checks()
_CHECKS = CHECKS.get_by_names(
    [
        "status_code_conformance",
        "content_type_conformance",
        "response_headers_conformance",
        "response_schema_conformance",
    ]
)


def operations(product: Product) -> list[Any]:
    schema = schemathesis.openapi.from_dict(product.document)
    found: list[Any] = [operation.ok() for operation in schema.get_all_operations() if isinstance(operation, Ok)]
    return sorted(found, key=lambda operation: _TURNS.index(operation.method))


def test_the_document_has_every_operation_of_the_api(product: Product) -> None:
    assert sorted(operation.label for operation in operations(product)) == sorted(API.keys() - UNDOCUMENTED)


@pytest.mark.timeout(600)  # Every operation in turn, on a machine that may be busy.
def test_whatever_is_sent_is_answered_as_documented(product: Product, subtests: pytest.Subtests) -> None:
    for operation in operations(product):
        with subtests.test(operation.label):
            fuzz(product, operation)


def fuzz(product: Product, operation: Any) -> None:
    cases = [operation.as_strategy(generation_mode=mode) for mode in GenerationMode]
    headers = product.headers_for(operation.label)
    known = {name: product.tenant.ids[name] for name in product.tenant.ids if f"{{{name}}}" in operation.path}

    @settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
    @given(case=st.one_of(cases), real=st.booleans())
    def run(case: Any, real: bool) -> None:
        case.headers = {name: text for name, text in case.headers.items() if name.lower() not in _FRAMING}
        # Without real ids nothing but 404 would be seen; with them deletion would end the test.
        if real and known and operation.method != "delete":
            case.path_parameters.update(known)
        response = case.call(base_url=product.tenant.hub.base_url, headers=headers)
        assert response.status_code != 500, case.as_curl_command()
        case.validate_response(response, checks=_CHECKS)

    run()


def test_without_a_key_nothing_that_is_sent_matters(product: Product, subtests: pytest.Subtests) -> None:
    for operation in operations(product):
        with subtests.test(operation.label):

            @settings(max_examples=2, suppress_health_check=list(HealthCheck))
            @given(case=operation.as_strategy(generation_mode=GenerationMode.NEGATIVE))
            def run(case: Any) -> None:
                case.headers = {name: text for name, text in case.headers.items() if name.lower() != "authorization"}
                response = case.call(base_url=product.tenant.hub.base_url)
                assert response.status_code in {401, 400}, case.as_curl_command()

            run()
