"""A material that a browser would run is refused; a plain drawing is handed out."""

import random

import pytest

from scripts_kb.content import drawings, loading

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {}>{}</svg>'
)
PIXEL = "data:image/png;base64,iVBORw0KGgo="
PLAIN = {
    "shapes": ('viewBox="0 0 9 9"', '<g fill="#1f3b34"><path d="M1 1h7"/><rect rx="1"/></g>'),
    "a gradient": (
        "",
        """<defs><linearGradient id="a"><stop offset="0"/></linearGradient></defs>
        <circle fill="url(#a)" style="stroke:url('#a'); opacity: .5"/>""",
    ),
    "a copy": ("", '<symbol id="s"/><use href="#s"/><use xlink:href="#s"/>'),
    "a picture inside": ("", f'<image href="{PIXEL}" width="1"/>'),
    "a sheet of styles": (
        "",
        "<style>.a { fill: #fff } @media print { .a { fill: #000 } }</style>",
    ),
    "what drawing programs keep": (
        'xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" inkscape:version="1.2"',
        "<metadata/><inkscape:grid/>",
    ),
    "parts that programs name": ("", '<g id="image(2)" class="src(1)"/>'),
    "letters by their names": ("", "<title>Чай &amp; кофе &lt;3 &#8470;1</title>"),
    "for who listens": ('role="img" aria-label="Почта: a@b.ru"', "<title>Чашка</title>"),
    "an effect": ("", '<filter id="f"><feGaussianBlur stdDeviation="2"/></filter>'),
}
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
OLD = (
    '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/G/SVG/1.1/DTD/svg11.dtd">\n'
)
ACTIVE = {
    "a script": ("", "<script>alert(1)</script>", "<script>"),
    "a script by another name": ("", '<script xlink:href="//x"/>', "<script>"),
    "a page inside": ("", "<foreignObject><p/></foreignObject>", "<foreignObject>"),
    "a page's script": ("", '<h:script xmlns:h="http://www.w3.org/1999/xhtml"/>', "<script>"),
    "an event": ('onload="alert(1)"', "", "onload"),
    "an event below": ("", '<g><path onclick="x"/></g>', "onclick"),
    "a link": ("", '<a xlink:href="javascript:alert(1)"/>', "<a>"),
    "an animation": ("", '<set attributeName="href" to="javascript:x"/>', "<set>"),
    "a copy from elsewhere": ("", '<use href="https://x.example/a.svg#b"/>', "href"),
    "a picture from elsewhere": ("", '<image xlink:href="//x.example/p.png"/>', "href"),
    "a drawing in a picture": ("", '<image href="data:image/svg+xml;base64,AA=="/>', "href"),
    "a fill from elsewhere": ("", '<path fill="url(https://x.example/#a)"/>', "fill"),
    "a style from elsewhere": ("", '<path style="fill: URL( //x )"/>', "style"),
    "a hidden style": ("", '<path style="fill: u\\72l(//x)"/>', "style"),
    "a sheet from elsewhere": ("", "<style>@import '//x';</style>", "<style>"),
    "a sheet in parts": ("", "<style>a { fill: u<![CDATA[rl(//x)]]> }</style>", "<style>"),
    "a set of pictures": ("style=\"mask: image-set('//x' 1x)\"", "", "style"),
    "an older set": ("", "<style>a { mask: -WebKit-Image-Set('//x' 1x) }</style>", "<style>"),
    "a set by an attribute": ("", "<g mask=\"image-set('//x' 1x)\"/>", "mask"),
    "a picture by a text": ("style=\"mask: image('//x')\"", "", "style"),
    "an address by a text": ("", "<style>@font-face { src: src('//x') }</style>", "<style>"),
    "two pictures in one": ("style=\"mask: cross-fade('//x', red)\"", "", "style"),
    "another base": ('xml:base="//x"', "", "base"),
    "an unknown element": ("", "<blink/>", "<blink>"),
    "an unknown attribute": ('ping="//x"', "", "ping"),
    "no drawing": ("", "", "XML"),
}


@pytest.mark.parametrize("body", PLAIN.values(), ids=PLAIN)
def test_a_plain_drawing_is_one(body):
    for start in ("", HEAD, HEAD + OLD, HEAD + "<!-- Чашка -->"):
        assert drawings.active("materials/a.svg", (start + SVG.format(*body)).encode()) == ""


@pytest.mark.parametrize(("attributes", "inside", "told"), ACTIVE.values(), ids=ACTIVE)
def test_whatever_a_browser_would_run_or_load_is_named(attributes, inside, told):
    content = SVG.format(attributes, inside).encode()
    if told == "XML":
        content = content[:-3]
    for each in (content, content.decode().encode("utf-16")):
        assert drawings.active("a.SVG", each) == told


@pytest.mark.parametrize(
    ("start", "told"),
    [
        ('<!DOCTYPE svg [<!ENTITY a "x">]>', "<!DOCTYPE ["),
        ('<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>', "<!DOCTYPE ["),
        ('<?xml-stylesheet href="//x"?>', "<?xml-stylesheet"),
        ("<html>", "<html>"),
    ],
)
def test_nothing_is_expanded_or_fetched(start, told):
    assert drawings.active("a.svg", f"{start}{SVG.format('', '&a;')}".encode()) == told


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    "inside", ['<g style="fill: url&lpar;//x)"/>', "<style>a { fill: url&lpar;//x) }</style>"]
)
def test_a_letter_that_is_declared_elsewhere_is_named(inside, encoding):
    """Without a DOCTYPE such a drawing is torn; by one a browser knows the letter, expat not."""
    xhtml = OLD.replace("SVG 1.1", "XHTML 1.0 Transitional")
    drawn = SVG.format("", inside)
    assert drawings.active("a.svg", drawn.encode(encoding)) == "XML"
    assert drawings.active("a.svg", (xhtml + drawn).encode(encoding)) == "&lpar;"


@pytest.mark.parametrize(
    "value",
    [
        "url(url(#a))//x.example)",
        "url('#a)//x.example')",
        "url(&quot;#a')",
        "url(#a",
        "urlurl(#a)(//x.example)",
        "url( data:image/svg+xml;base64,AA== )",
        "url(#a //x.example)",
    ],
)
def test_only_a_whole_address_within_the_drawing_is_left_out(value):
    inside = f'<g style="fill: {value}"/>'
    assert drawings.active("a.svg", SVG.format("", inside).encode()) == "style"


@pytest.mark.parametrize("value", ["url( '#a' )", "URL(#)", "url( data:image/png;base64,AA== )"])
def test_places_and_pictures_of_the_drawing_itself_are_plain(value):
    inside = f'<g style="fill: {value}"/>'
    assert drawings.active("a.svg", SVG.format("", inside).encode()) == ""


def test_a_drawing_of_other_elements_than_svg_is_none():
    assert drawings.active("a.svg", b"<svg/>") == "<svg>"
    assert drawings.active("a.svg", b'<html xmlns="http://www.w3.org/1999/xhtml"/>') == "<html>"


def test_what_is_larger_than_a_drawing_is_not_looked_through():
    assert drawings.active("a.svg", b" " * 1_000_001) == "> 1 MB"


def test_damaged_drawings_end_in_a_word():
    chosen = random.Random(16)  # noqa: S311 - which bytes are damaged
    whole = SVG.format('viewBox="0 0 9 9"', PLAIN["a gradient"][1]).encode()
    for _ in range(500):
        content = bytearray(whole)
        for _ in range(chosen.randrange(1, 6)):
            content[chosen.randrange(len(content))] = chosen.randrange(256)
        assert isinstance(drawings.active("a.svg", bytes(content)), str)
    assert drawings.active("a.svg", b"<g>" * 300_000) != ""


NAMES = {
    "materials/price.pdf": None,
    "materials/photo.JPG": None,
    "materials/price.html": ".html",
    "materials/Письмо.XML": ".xml",
    "materials/a.js": ".js",
    "materials/a.svgz": ".svgz",
    "materials/a.svg": "onload",
    "facts/a.svg": None,
}


@pytest.fixture
def content(tmp_path):
    folder = tmp_path / "content"
    folder.mkdir()
    (folder / "kb.yml").write_text("company: Цех\n")
    return folder


@pytest.mark.parametrize(("path", "told"), NAMES.items())
def test_check_refuses_it_and_says_what_to_do_instead(content, path, told):
    file = content / path
    file.parent.mkdir(exist_ok=True)
    file.write_text(SVG.format('onload="alert(1)"', ""))
    lines = [each.line() for each in loading.load(content)[1]]
    expected = (
        f"content/{path}:1:1: active-material: Этот файл браузер не только покажет, но и выполнит: "
        f"{told}. Сохраните его как PDF или PNG. Рисунок SVG годится, если он простой: без скриптов, "
        "ссылок и вставок со стороны."
    )
    assert lines == ([] if told is None else [expected])
