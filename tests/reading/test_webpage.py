import pytest

from pipeline.errors import SkippedError
from pipeline.reading import read_bytes
from pipeline.reading.webpage import _parts, is_furniture_name, load_furniture


def text_of(html: str) -> str:
    return read_bytes(html.encode(), "a.html").text


PAGE = """<!doctype html><html><head><title>Titel | Kommun</title><style>p {color: red}</style></head>
<body class="page has-sidebar"><a class="skip-link" href="#x">Hoppa till innehåll</a>
<div class="browser-warning">Din webbläsare är gammal.</div>
<header><h2>Kommunen</h2><nav><ul><li>Hem</li></ul></nav></header>
<div id="wrapper" class="layout with-sidebar">
<main><article><header><h1>Runda 3 maj 2022</h1></header>
<p>Första <b>stycket</b>
radbryts i källan.</p>
<h2>Måns, Åmål</h2>
<p>Vi håller på.<br>Ny rad</p>
<ul><li>ett<ul><li>inne</li></ul></li><li><p>två</p><p>mer</p></li></ul>
<ol start="3"><li>tre</li><li>fyra</li></ol>
<table><tr><th>Kommun</th><th>Avgift</th></tr><tr><td>Åmål</td><td>400&nbsp;kr</td></tr></table>
<p style="display: none">dolt</p><p hidden>dolt</p><div aria-hidden="true">dolt</div>
<!-- kommentar --><script>var x = 1;</script><noscript>Slå på JavaScript</noscript>
<form><label>Sök</label><button>Skicka</button></form>
<div class="social-share">Dela</div>
<p>Sista, se <a href="https://exempel.se/mall">mallen</a> och <a href="/om">om oss</a>.</p>
</article></main>
<aside>Läs också</aside></div>
<div id="cookieBanner"><p>Vi använder kakor</p></div>
<footer>Kontakt</footer></body></html>"""


def test_the_article_without_the_furniture():
    assert text_of(PAGE) == (
        "# Runda 3 maj 2022\n\nFörsta stycket radbryts i källan.\n\n## Måns, Åmål\n\nVi håller på.\nNy rad\n"
        "• ett\n\t• inne\n• två\n  mer\n3. tre\n4. fyra\n\n"
        "Kommun | Avgift\nÅmål | 400\xa0kr\n\nSista, se mallen (https://exempel.se/mall) och om oss."
    )


@pytest.mark.parametrize(
    "html",
    [
        "<div>Ett</div><div>Två</div>",
        "<p>Ett<p>Två",
        "Ett<br><br>Två",
        "<div><div>Ett</div>Två</div>",
        "<section><p>Ett</p></section><div role='contentinfo'>bort</div><p>Två</p>",
        "<article><p>Ett</p></article><article><p>Två</p></article>",
        "<main>\n</main><p>Ett</p><p>Två</p>",
        "<div class='wrapper menu'><h1></h1><p>Ett</p><p>Två</p></div>",
    ],
)
def test_blocks_become_paragraphs(html):
    assert text_of(html) == "Ett\n\nTvå"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("<meta charset='iso-8859-1'><p>Åmål – nu".encode("cp1252"), "Åmål – nu"),
        ("<p>Åmål".encode("cp1252"), "Åmål"),
        ("\ufeff<p>Åmål".encode("utf-16-le"), "Åmål"),
        (b"<meta http-equiv='Content-Type' content='text/html; charset=koi8-r'><p>\xf2\xd5\xce", "Рун"),
        ("<meta charset='nonsense'><p>Åmål".encode("cp1252"), "Åmål"),
        (
            "<meta charset='latin-1'><p>Åmål och Öland".encode(),
            "Åmål och Öland",
        ),  # the page errs: it is UTF-8
        (
            b"<p>&Aring;m&aring;l &amp; Orust &ndash; klimat&shy;v\xc3\xa4xling",
            "Åmål & Orust – klimatväxling",
        ),
    ],
)
def test_encodings_and_entities(data, text):
    source = read_bytes(data, "a.htm")
    assert source.text == text
    assert source.encoding == "html"


def test_a_page_without_text_is_skipped():
    with pytest.raises(SkippedError, match="no text"):
        text_of("<nav>Meny</nav><script>x</script>")


def test_deep_nesting_is_read_or_refused():
    from pipeline.errors import ReadingError

    try:
        assert "hej" in text_of("<div>" * 5000 + "hej")
    except ReadingError as error:
        assert "nested" in str(error) or "no text" in str(error)


@pytest.mark.parametrize("entry", load_furniture(), ids=lambda entry: entry.id)
def test_furniture_examples(entry):
    for name in entry.match:
        assert is_furniture_name(_parts(name)), name
    for name in entry.no_match:
        assert not is_furniture_name(_parts(name)), name
