import pytest

from tools.checks import resources

FAR = "https://far.example"


@pytest.mark.parametrize(
    "body",
    [
        f'<script src="{FAR}/a.js"></script>',
        '<script src="//far.example/a.js"></script>',
        f"<link rel=stylesheet href={FAR}/a.css>",
        f"<link rel=preconnect href={FAR}>",
        f"<link href={FAR}/x>",
        f"<img src={FAR}/a.png>",
        f'<img srcset="a.png 1x, {FAR}/b.png 2x">',
        f"<iframe src={FAR}></iframe>",
        f"<video poster={FAR}/a.jpg></video>",
        f"<object data={FAR}/a.swf></object>",
        f'<svg><use xlink:href="{FAR}/a.svg#x"></use></svg>',
        f'<meta http-equiv=refresh content="0; url={FAR}">',
        f"<base href={FAR}>",
        f'<p style="background: url({FAR}/a.png)">',
        f"<style>@import '{FAR}/a.css';</style>",
        f"<style>a {{ src: url( '{FAR}/a.woff2' ) }}</style>",
        f"<script>fetch('{FAR}/data')</script>",
        f'<script type=module>import x from "{FAR}/x"</script>',
        f"<script>import('{FAR}/x')</script>",
        f"<script>new Worker(`{FAR}/w`)</script>",
        "<script>new WebSocket('wss://far.example')</script>",
        f"<script>x.open('GET', '{FAR}')</script>",
        f"<script>i.src = '{FAR}/pixel'</script>",
        f"<script>load('{FAR}/lib.min.js')</script>",
        '<pre class="mermaid">graph</pre>',
        '<div class="md-source" data-md-component="source">',
    ],
)
def test_foreign_resource_is_found(body):
    assert [f.line for f in resources.in_page("a.html", f"<title>x</title>\n{body}")] == [2]


@pytest.mark.parametrize(
    "body",
    [
        f'<a href="{FAR}">link</a>',
        f"<link rel=canonical href={FAR}/>",
        "<script src=assets/a.js></script>",
        "<img src=data:image/svg+xml,%3Csvg%20xmlns='http://www.w3.org/2000/svg'%3E>",
        "<style>a { background: url(data:image/svg+xml;base64,AA//BB) }</style>",
        f"<p>fetch('{FAR}')</p>",
        f"<script>a.href = '{FAR}/'</script>",
        f"<script>// see {FAR}\nfetch('kb/kb.json')</script>",
        f"<script type=application/json>{{'evidence': '{FAR}/report'}}</script>",
    ],
)
def test_plain_link_and_own_resource_are_none(body):
    assert resources.in_page("a.html", body) == []


def test_check_reads_pages_styles_and_scripts(tmp_path):
    files = {
        "index.html": f"<img src={FAR}/a.png>",
        "sub/a.css": f"\n\na{{b:url({FAR}/a.png)}}",
        "sub/a.js": f"let a\nfetch('{FAR}')",
        "sub/a.svg": f"<svg><image href='{FAR}/a.png'/></svg>",
        "sub/a.webmanifest": f'{{"icons": [{{"src": "{FAR}/i.png"}}]}}',
        "sub/a.json": f'"{FAR}/a.js"',
        # Named by Material's bundle; loaded only where a page bears the mark.
        "assets/javascripts/bundle.0a1b.min.js": "f('https://unpkg.com/mermaid@11/dist/m.min.js')",
        "assets/javascripts/other.js": "f('https://unpkg.com/mermaid@11/dist/m.min.js')",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    assert [(f.path, f.line) for f in resources.check(tmp_path)] == [
        ("assets/javascripts/other.js", 1),
        ("index.html", 1),
        ("sub/a.css", 3),
        ("sub/a.js", 2),
        ("sub/a.svg", 1),
        ("sub/a.webmanifest", 1),
    ]


def test_empty_site_is_no_proof(tmp_path):
    assert [f.text for f in resources.check(tmp_path)] == ["holds no page: nothing was checked"]
