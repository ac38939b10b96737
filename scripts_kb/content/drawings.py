"""Files that a browser would run: what is handed out must be a document, never a page of the site.

    materials/x.html, .xml, .js …  ──▶ refused: opened, it would run on the site's own address
    materials/x.svg  ──events──▶ elements and attributes of a plain drawing, or refused

A drawing is read as events, without a tree, and nothing in it is expanded or fetched.
"""

import re
from pathlib import PurePosixPath
from typing import Final
from xml.parsers import expat

from scripts_kb.files import LARGEST


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_RUN: Final = _words(
    """
    atom cjs hta htc htm html js mht mhtml mjs mml rdf rss shtml svgz swf wasm xht xhtml xml
    xsl xslt
    """
)
"""Extensions of what a browser runs when it is opened, or runs for a page that names it."""

_SVG: Final = "http://www.w3.org/2000/svg"
_INERT: Final = frozenset(
    {
        "http://www.inkscape.org/namespaces/inkscape",
        "http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "http://creativecommons.org/ns#",
        "http://purl.org/dc/elements/1.1/",
    }
)
"""What drawing programs keep for themselves, and no browser acts upon."""
_XLINK: Final = "http://www.w3.org/1999/xlink"
_XML: Final = "http://www.w3.org/XML/1998/namespace"

_ELEMENTS: Final = _words(
    """
    svg g defs symbol use title desc metadata switch view style path rect circle ellipse line
    polyline polygon text tspan textPath image marker pattern clipPath mask linearGradient
    radialGradient stop filter feBlend feColorMatrix feComponentTransfer feComposite
    feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight feDropShadow feFlood
    feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode feMorphology feOffset
    fePointLight feSpecularLighting feSpotLight feTile feTurbulence
    """
)
_ATTRIBUTES: Final = _words(
    """
    id class style lang version baseProfile viewBox preserveAspectRatio enable-background x y
    x1 y1 x2 y2 z width height cx cy r rx ry fx fy fr d points dx dy rotate textLength
    lengthAdjust startOffset method spacing side path pathLength transform transform-origin
    gradientTransform gradientUnits spreadMethod offset patternTransform patternUnits
    patternContentUnits maskUnits maskContentUnits clipPathUnits filterUnits primitiveUnits
    markerWidth markerHeight markerUnits refX refY orient viewTarget type media href
    systemLanguage requiredFeatures role tabindex zoomAndPan contentScriptType
    contentStyleType alignment-baseline baseline-shift clip clip-path clip-rule color
    color-interpolation color-interpolation-filters color-profile color-rendering cursor
    direction display dominant-baseline fill fill-opacity fill-rule filter flood-color
    flood-opacity font-family font-feature-settings font-size font-size-adjust font-stretch
    font-style font-variant font-weight glyph-orientation-horizontal
    glyph-orientation-vertical image-rendering isolation kerning letter-spacing lighting-color
    line-height marker marker-end marker-mid marker-start mask mask-type mix-blend-mode
    opacity overflow paint-order pointer-events shape-rendering stop-color stop-opacity stroke
    stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit
    stroke-opacity stroke-width text-align text-anchor text-decoration text-overflow
    text-rendering unicode-bidi vector-effect visibility white-space word-spacing writing-mode
    in in2 result mode values operator k1 k2 k3 k4 order kernelMatrix divisor bias targetX
    targetY edgeMode kernelUnitLength preserveAlpha surfaceScale diffuseConstant
    specularConstant specularExponent scale xChannelSelector yChannelSelector azimuth
    elevation stdDeviation radius baseFrequency numOctaves seed stitchTiles tableValues slope
    intercept amplitude exponent limitingConeAngle pointsAtX pointsAtY pointsAtZ
    """
)
_OWN: Final = re.compile(r"(?:aria|data)-[a-z0-9-]+")
_WITHIN: Final = (
    r"(?:#[^\s\"'()<>\\]*+|data:image/(?:png|jpe?g|gif|webp);base64,[A-Za-z0-9+/=\s]*+)"
)
"""A place in the drawing itself, or a picture that stands in it."""
_HELD: Final = re.compile(_WITHIN)
_ADDRESS: Final = re.compile(
    rf"(?i:url)\(\s*+(?P<quote>[\"']?){_WITHIN}\s*+(?P=quote)\s*+\)",
)
"""No part of it is read twice, however many are opened and never closed."""
_NAMED: Final = re.compile(r"\\|url\(|expression\(|javascript:", re.IGNORECASE)
"""What loads or runs something, and the sign by which it could be hidden."""
_VALUE: Final = re.compile(rf"{_NAMED.pattern}|(?:image-set|cross-fade|image|src)\(", re.IGNORECASE)
"""The same with the functions that take an address as a mere text (css-images-4, css-values-5)."""
_RULE: Final = re.compile(
    rf"{_VALUE.pattern}|@(?!font-face|media\b)|binding|behavior", re.IGNORECASE
)
"""The same in a sheet of styles, which may also take in another."""
_OF: Final = {"style": _RULE, "id": _NAMED, "class": _NAMED}
"""Programs name parts of a drawing `image(2)`."""
_ENTITY: Final = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos);)(?P<name>[A-Za-z_:][\w.:-]{0,99});")
"""A letter by a name that XML itself does not give; `&lpar;` is a bracket to a browser."""


_TOLD: Final = 40
"""Letters of a name that are told: it is a stranger's."""


class _ActiveError(Exception):
    """Ends reading; says what a plain drawing has not."""


def active(path: str, content: bytes | None = None) -> str:
    """Name what a browser would run in a file; "" for a file that it only shows or saves.

    Args:
        path: its name.
        content: what it holds, of a drawing.

    Examples:
        >>> active("materials/price.pdf"), active("materials/price.HTML")
        ('', '.html')
        >>> active("x.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>')
        'onload'
    """
    extension = PurePosixPath(path).suffix.casefold()
    if extension.removeprefix(".") in _RUN:
        return extension
    if not is_drawing(path) or content is None:
        return ""
    if len(content) > LARGEST:
        return f"> {LARGEST // 1_000_000} MB"
    return _found(content)


def is_drawing(path: str) -> bool:
    """Tell whether a file is to be looked into."""
    return PurePosixPath(path).suffix.casefold() == ".svg"


def _found(content: bytes) -> str:
    reader = _Drawing(content)
    try:
        reader.parser.Parse(content, True)
    except _ActiveError as error:
        return str(error)[:_TOLD]
    except (expat.ExpatError, ValueError, LookupError):
        return "XML"
    return ""


class _Drawing:
    """Reads a drawing event by event, and ends at the first that a plain one has not."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self._styles: list[str] | None = None
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.EntityDeclHandler = self._refuse
        self.parser.ProcessingInstructionHandler = self._instruction

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        if space not in _INERT and (space != _SVG or local not in _ELEMENTS):
            raise _ActiveError(f"<{local}>")
        for full, value in attributes.items():
            where, _, attribute = full.rpartition(" ")
            if where not in _INERT and not _is_plain(where, attribute, value):
                raise _ActiveError(attribute)
        if local == "style":
            self._styles = []

    def _end(self, name: str) -> None:
        if name.endswith(" style") and self._styles is not None:
            if _is_live("".join(self._styles), _RULE):
                raise _ActiveError("<style>")
            self._styles = None

    def _text(self, text: str) -> None:
        if self._styles is not None:
            self._styles.append(text)

    def _doctype(self, name: str, system: str | None, public: str | None, internal: int) -> None:
        del name
        if internal:
            raise _ActiveError("<!DOCTYPE [")
        if system or public:
            # What such a DOCTYPE would declare expat leaves out, in an attribute without an event.
            # By some of them a browser knows every letter that HTML gives a name.
            named = _ENTITY.search(self._content.replace(b"\0", b""))
            if named is not None:
                raise _ActiveError(f"&{named['name'].decode()};")

    def _refuse(self, *declared: object) -> None:
        del declared
        raise _ActiveError("<!ENTITY>")

    def _instruction(self, target: str, data: str) -> None:
        del data
        raise _ActiveError(f"<?{target}")


def _is_plain(space: str, name: str, value: str) -> bool:
    if space == _XML:
        return name in {"space", "lang", "id"}
    if space == _XLINK and name != "href":
        return name in {"type", "title", "show", "actuate", "role", "arcrole"}
    if space == "" and _OWN.fullmatch(name):
        return True
    if space not in {"", _XLINK} or name not in _ATTRIBUTES:
        return False
    if name == "href":
        return _HELD.fullmatch(value.strip()) is not None
    return not _is_live(value, _OF.get(name, _VALUE))


def _is_live(text: str, live: re.Pattern[str]) -> bool:
    """Tell whether a style or a value loads or runs something beside the drawing itself.

    Addresses within the drawing are left out; what then is left of `url(` is refused.
    """
    return live.search(_ADDRESS.sub("", text)) is not None
