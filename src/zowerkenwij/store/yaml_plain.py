from typing import Any
UNUSUAL: Any = object()
def read_plain(text: str) -> Any:
    return UNUSUAL
