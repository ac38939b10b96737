"""Authors' prose: what is rendered, what stays text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from scripts_kb.pages.prose import render, safe


def fill(match):
    return Markup("<b>{}</b>").format(match[1])


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Просто текст.", "<p>Просто текст.</p>"),
        ("1. раз\n2. два", "<ol>\n<li>раз</li>\n<li>два</li>\n</ol>"),
        ("1. раз", "<ol>\n<li>раз</li>\n</ol>"),
        ("**жирно**", "<p><strong>жирно</strong></p>"),
        ("# Глава", "<h3>Глава</h3>"),
        ("### Глава", "<h4>Глава</h4>"),
        ("<b>нет</b>", "<p><b>b</b>нет&lt;/b&gt;</p>"),
        ("<company> тут", "<p><b>company</b> тут</p>"),
        ("[a](https://x.org)", '<p><a href="https://x.org">a</a></p>'),
        ("[a](../offers/x/)", '<p><a href="../offers/x/">a</a></p>'),
        ("[a](javascript:x)", "<p>[a](javascript:x)</p>"),
        ("[a](data:text/html,x)", "<p>[a](data:text/html,x)</p>"),
        ("[a](//x.org)", "<p>[a](//x.org)</p>"),
        ("![a](https://x.org/y.png)", '<p>!<a href="https://x.org/y.png">a</a></p>'),
        ("<https://x.org>", '<p><a href="https://x.org">https://x.org</a></p>'),
        ("    a\n\n    b", "<pre><code>a&#10;&#10;b&#10;</code></pre>"),
        ("Да\u202e\x02", "<p>Да</p>"),
        ("a & b", "<p>a &amp; b</p>"),
    ],
)
def test_prose_becomes(text, html):
    assert render(text, fill) == html


@pytest.mark.parametrize(
    ("link", "is_safe"),
    [
        ("https://x.org", True),
        ("HTTP://x.org", True),
        ("mailto:a@x.org", True),
        ("../x/", True),
        ("#v3", True),
        ("a/b:c", True),
        ("javascript:alert(1)", False),
        (" javascript:alert(1)", False),
        ("JaVaScript:alert(1)", False),
        ("data:text/html,x", False),
        ("vbscript:x", False),
        ("//x.org", False),
        ("/\\x.org", False),
        ("http://[", False),
    ],
)
def test_a_link_is_safe(link, is_safe):
    assert safe(link) is is_safe


@given(st.text(alphabet="аб*_[]()<>!#`&;:/\n -1.", max_size=60))
def test_no_tag_of_an_author_comes_through(text):
    html = render(text, lambda match: Markup("{}").format(match[0]))
    assert "<script" not in html
    assert "<img" not in html
