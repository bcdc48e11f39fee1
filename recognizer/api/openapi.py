"""What the OpenAPI document says beyond what follows from the endpoints' signatures."""

from typing import Any

from recognizer.api.schemas import Problem, RecognizeRequest

PROBLEMS: dict[int, type[Problem]] = dict.fromkeys((400, 405, 413, 415, 422, 429, 503), Problem)


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


RECOGNIZE_BODY = request_body()
