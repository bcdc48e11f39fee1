"""The parts of the OpenAPI document that do not follow from the endpoints' signatures."""

from typing import Any

from pydantic import BaseModel

from recognizer.api.recognize.schemas import Problem, RecognizeRequest

PROBLEMS: dict[int, str] = {
    400: "Malformed",
    405: "Another method than POST",
    413: "The body is too large",
    415: "Another media type or picture format",
    422: "Well-formed but impossible",
    429: "Too many requests; Retry-After says when to come back",
    503: "No active model version; with Retry-After, too many large requests at this moment",
}

OF_THE_COURSE: dict[int, str] = {
    403: "The training is another reader's",
    404: "No such version or training",
    409: "Too many trainings; Retry-After says when to come back",
}
"""What else some endpoints of the course answer."""


def inlined(schema: type[BaseModel]) -> dict[str, Any]:
    """Return the schema of a request with all that it is made of in its place.

    Where it stands in the document, a reference to its own definitions would lead nowhere.
    """
    whole = schema.model_json_schema()
    definitions = whole.pop("$defs", {})

    def replaced(part: Any) -> Any:  # noqa: ANN401 - any JSON value
        if isinstance(part, list):
            return [replaced(item) for item in part]
        if not isinstance(part, dict):
            return part
        others = {name: replaced(value) for name, value in part.items() if name != "$ref"}
        if "$ref" not in part:
            return others
        return {**replaced(definitions[part["$ref"].rpartition("/")[2]]), **others}

    found: dict[str, Any] = replaced(whole)
    return found


def request_body() -> dict[str, Any]:
    """Return the two forms that a recognise request may take."""
    schema = inlined(RecognizeRequest)
    properties = schema["properties"]
    return {
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {
                    "schema": schema,
                    "examples": {
                        "a drawn one": {"value": {"strokes": [[[12.5, 40], [13, 84.2]]], "mode": "digit"}},
                        "a picture": {"value": {"image": "data:image/png;base64,…", "include": ["tiles"]}},
                    },
                },
                "multipart/form-data": {
                    "schema": {
                        "type": "object",
                        "required": ["image"],
                        "properties": {
                            "image": {"type": "string", "format": "binary"},
                            "mode": properties["mode"],
                            "include": properties["include"],
                            "device": properties["device"],
                            "contributor": properties["contributor"],
                        },
                    }
                },
            },
        }
    }


def problem_responses(*statuses: int) -> dict[str, Any]:
    """Return the errors with these statuses, with the media type that they have."""
    content = {"application/problem+json": {"schema": inlined(Problem)}}
    texts = {**PROBLEMS, **OF_THE_COURSE}
    return {
        "responses": {
            status: {"description": texts[status], "content": content} for status in sorted(statuses)
        }
    }


RECOGNIZE_OPERATION = {**request_body(), **problem_responses(*PROBLEMS)}
