"""LibreOffice as a second opinion and as an editor, by macros in a profile of its own."""

from __future__ import annotations

import subprocess
from pathlib import Path
from xml.sax.saxutils import escape

_RESOLVE = """
Sub Resolve(sources As String, targets As String, command As String)
  Dim names, outs, i, doc, dispatcher, frame
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  Dim how(0) As New com.sun.star.beans.PropertyValue
  Dim none()
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  how(0).Name = "FilterName"
  how(0).Value = "MS Word 2007 XML"
  names = Split(sources, "|")
  outs = Split(targets, "|")
  For i = 0 To UBound(names)
    doc = StarDesktop.loadComponentFromURL(ConvertToURL(names(i)), "_blank", 0, hidden())
    If command <> "keep" Then
      dispatcher = createUnoService("com.sun.star.frame.DispatchHelper")
      frame = doc.CurrentController.Frame
      dispatcher.executeDispatch(frame, command, "", 0, none())
    End If
    doc.storeToURL(ConvertToURL(outs(i)), how())
    doc.close(True)
  Next i
End Sub
"""
_LIBRARY = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE library:library PUBLIC '
    '"-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">\n'
    '<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" '
    'library:readonly="false" library:passwordprotected="false">\n'
    ' <library:element library:name="Module1"/>\n</library:library>\n'
)
_LIBRARIES = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE library:libraries PUBLIC '
    '"-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "libraries.dtd">\n'
    '<library:libraries xmlns:library="http://openoffice.org/2000/library" '
    'xmlns:xlink="http://www.w3.org/1999/xlink">\n <library:library library:name="Standard" '
    'xlink:href="$(USER)/basic/Standard/script.xlb/" xlink:type="simple" library:link="false"/>\n'
    "</library:libraries>\n"
)
_MODULE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE script:module PUBLIC '
    '"-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">\n'
    '<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" '
    'script:language="StarBasic">{macro}</script:module>\n'
)
COMMANDS = {
    "accept": ".uno:AcceptAllTrackedChanges",
    "reject": ".uno:RejectAllTrackedChanges",
    "keep": "keep",
}


def _profile(folder: Path, macros: str) -> Path:
    """A profile that was begun before, with these macros in it."""
    profile = folder / "profile"
    basic = profile / "user" / "basic" / "Standard"
    if not basic.is_dir():
        _office(profile, "--terminate_after_init")
        basic.mkdir(parents=True, exist_ok=True)
        (basic.parent / "script.xlc").write_text(_LIBRARIES, encoding="utf-8")
        (basic / "script.xlb").write_text(_LIBRARY, encoding="utf-8")
    (basic / "Module1.xba").write_text(_MODULE.format(macro=escape(macros)), encoding="utf-8")
    return profile


def _office(profile: Path, *words: str) -> None:
    command = ["soffice", "--headless", "--norestore", f"-env:UserInstallation=file://{profile}"]
    subprocess.run([*command, *words], check=True, capture_output=True, timeout=300)


def run(folder: Path, macros: str, name: str, *given: str) -> None:
    """One of some Basic macros, in a session of its own; ``folder`` is for its profile."""
    arguments = ",".join(f'"{one}"' for one in given)
    _office(_profile(folder, macros), f"macro:///Standard.Module1.{name}({arguments})")


def resolved(files: list[Path], folder: Path, change: str) -> list[Path]:
    """The files as LibreOffice saves them: with all changes accepted or rejected, or as they are
    (``keep``)."""
    out = folder / change
    out.mkdir(exist_ok=True)
    targets = [out / file.name for file in files]
    names = ("|".join(map(str, x)) for x in (files, targets))
    run(folder, _RESOLVE, "Resolve", *names, COMMANDS[change])
    return targets
