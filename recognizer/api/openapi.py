"""What the OpenAPI document says beyond what follows from the endpoints' signatures."""

from typing import Any

from recognizer.api.schemas import Problem, RecognizeRequest

PROBLEMS: dict[int, str] = {
    400: "Malformed",
    405: "Another method than POST",
    413: "The body is too large",
    415: "Another media type or picture format",
    422: "Well-formed but impossible",
    429: "Too many requests; Retry-After says when to come back",
    503: "No active model version; with Retry-After, too many large requests at this moment",
}


def request_body() -> dict[str, Any]:
    """Return the two forms that a recognise request may take."""
    schema = RecognizeRequest.model_json_schema()
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
                        },
                    }
                },
            },
        }
    }


def problem_responses() -> dict[str, Any]:
    """Return the errors, with the media type that they have."""
    content = {"application/problem+json": {"schema": Problem.model_json_schema()}}
    return {
        "responses": {status: {"description": text, "content": content} for status, text in PROBLEMS.items()}
    }


RECOGNIZE_OPERATION = {**request_body(), **problem_responses()}
