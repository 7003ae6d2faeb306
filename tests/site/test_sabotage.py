"""The edition code is broken on purpose, piece by piece: the gate lets nothing out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.site.test_leaks import Canaries, every_byte, open_documents, plant
from tests.site.tiny import DAY, Tiny
from zowerkenwij.site import build, downloads, extras, old_texts, output, references, texts
from zowerkenwij.site.texts import Cut
from zowerkenwij.site.view import Text, View

pytestmark = pytest.mark.slow
SABOTAGE: dict[str, tuple[Any, str, Any]] = {
    "everybody sees everything": (View, "sees", lambda self, audience: True),
    "every passage stays": (View, "keeps", lambda self, passage, school: True),
    "every document is public": (View, "audience_of", lambda self, document: "public"),
    "every document is shown": (View, "standing", lambda self, document: "shown"),
    "the working text is shown": (View, "text_of", lambda self, document: _working(document)),
    "nothing is cut": (texts.Texts, "_cut", lambda self, t: Cut(t, t.body, t.outline, {})),
    "links are left as they are": (references.Renderer, "render", lambda *_: None),
    "comments are left in": (output, "finish", lambda html, *_: html),
    "older versions are not cut": (old_texts.OldTexts, "of", lambda self, text: text.body),
    "search knows all bodies": (extras, "telling_words", lambda found: _bodies(found)),
    "copies hold the whole text": (
        downloads, "_body", lambda t, id_: t.cuts[id_].text.document.body
    ),
}  # fmt: skip
HANDBOOKS: list[Any] = []


def _working(document: Any) -> Text:
    record = document.record
    return Text(document, record.title, record.type, document.body, document.outline,
                document.path, None, {})  # fmt: skip


def _bodies(found: dict[str, str]) -> dict[str, list[str]]:
    text = "\n".join(d.body for d in HANDBOOKS[-1].documents)
    return dict.fromkeys(found, text.split())


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Tiny, Canaries]:
    tiny, canaries = Tiny.create(tmp_path_factory.mktemp("boos") / "klein"), Canaries(7)
    plant(tiny, canaries)
    open_documents(tiny, canaries)
    HANDBOOKS.append(tiny.load())
    return tiny, canaries


@pytest.mark.parametrize("how", SABOTAGE)
@pytest.mark.parametrize("audience", ["public", "on-request"])
def test_what_sabotaged_code_lets_through_is_not_published(
    planted: tuple[Tiny, Canaries], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    how: str, audience: str,
) -> None:  # fmt: skip
    tiny, canaries = planted
    where, name, instead = SABOTAGE[how]
    monkeypatch.setattr(where, name, instead)
    out = tmp_path / "uit"
    try:
        build.publish(tiny.location, audience, DAY, out)
    except build.PublishError as error:
        told = error.message
    except (AttributeError, KeyError, ValueError):  # broken altogether: nothing came out
        told = "niet voor deze doelgroep"
    else:
        told = ""
    if told:
        assert "niet voor deze doelgroep" in told
        assert not out.exists()
        return
    content = every_byte(out)
    secret = {"public": ("on-request", "staff", "restricted", "draft", "nobody"),
              "on-request": ("staff", "restricted", "draft", "nobody")}[audience]  # fmt: skip
    leaked = {w for a in secret for w in canaries.words.get(a, ()) if w in content}
    assert not leaked


def test_most_sabotage_does_let_something_through(
    planted: tuple[Tiny, Canaries], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = 0
    for n, (where, name, instead) in enumerate(SABOTAGE.values()):
        with monkeypatch.context() as patch:
            patch.setattr(where, name, instead)
            try:
                build.publish(planted[0].location, "public", DAY, tmp_path / str(n))
            except build.PublishError:
                refused += 1
            except (AttributeError, KeyError, ValueError):
                pass
    assert refused >= 6, "these tests must be able to fail"
