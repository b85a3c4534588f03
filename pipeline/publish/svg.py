"""A chart as inline SVG: light, named for those who cannot see it, and in the page's own colours."""

from __future__ import annotations

import io
import re

from lxml import etree

from pipeline.publish.charts import COLOURS, Chart

_NS = "{http://www.w3.org/2000/svg}"
_DECIMALS = re.compile(r"-?\d+\.\d{2,}")
_XLINK = "{http://www.w3.org/1999/xlink}href"
#: Declarations of `style` that SVG also knows as attributes; a page that forbids inline styles
#: (as the report does) shows no others.
_KEPT = frozenset({
    "fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-linecap",
    "stroke-linejoin", "stroke-dasharray", "opacity", "text-anchor", "font-size", "font-weight",
})  # fmt: skip


def svg_of(chart: Chart, *, themed: bool = False) -> str:
    """The chart as an ``<svg>`` element.

    Parameters
    ----------
    chart
        What to draw.
    themed
        Refer to the page's colours (``var(--chart-done)``) instead of fixed ones.
    """
    from matplotlib import rc_context

    written = io.BytesIO()
    with rc_context({"svg.fonttype": "none", "svg.hashsalt": chart.name}):
        chart.figure().savefig(written, format="svg", metadata={"Date": None})
    root = etree.fromstring(written.getvalue())
    for old in [*root.iter(f"{_NS}metadata"), *root.iter(f"{_NS}style")]:
        old.getparent().remove(old)
    for comment in root.xpath("//comment()"):
        parent = comment.getparent()
        if parent is not None:
            parent.remove(comment)
    _tidy(root, themed)
    _name(root, chart)
    etree.cleanup_namespaces(root)
    _lighten(root)
    text = etree.tostring(root, encoding="unicode", with_tail=False)
    return re.sub(r">\s+<", "><", text)


def _lighten(root: etree._Element) -> None:
    """Leave out what nobody sees: hidden shapes, empty groups, clips of what stays inside, decimals."""
    for element in list(root.iter()):
        hidden = element.get("fill") == "none" and "stroke" not in element.attrib
        clip = element.tag in (f"{_NS}clipPath", f"{_NS}defs") and not element.xpath(".//*[@id]")
        if (element.tag == f"{_NS}path" and (hidden or element.get("opacity") == "0")) or clip:
            _drop(element)
            continue
        element.attrib.pop("clip-path", None)
        if element.get("transform", "").startswith("rotate(-0 "):
            del element.attrib["transform"]
        for name in ("d", "transform", "x", "y"):
            if name in element.attrib:
                element.set(name, " ".join(_DECIMALS.sub(_tenth, element.get(name, "")).split()))
    for group in reversed(list(root.iter(f"{_NS}g"))):
        parent = group.getparent()
        if parent is not None and not group.attrib:
            place = parent.index(group)
            parent[place : place + 1] = list(group)


def _drop(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _tenth(found: re.Match[str]) -> str:
    return f"{float(found.group()):.1f}".removesuffix(".0")


def _tidy(root: etree._Element, themed: bool) -> None:
    used = {
        found
        for element in root.iter()
        for value in element.attrib.values()
        for found in re.findall(r"#([\w-]+)", value)
    }
    for element in root.iter():
        if element.get("id") not in used:
            element.attrib.pop("id", None)
        style = element.attrib.pop("style", "")
        for declaration in filter(None, map(str.strip, style.split(";"))):
            name, _, value = (part.strip() for part in declaration.partition(":"))
            if name == "font":  # all in one, as older versions of Matplotlib write it
                size = re.search(r"[\d.]+px", value)
                element.set("font-size", size.group() if size else "10px")
            elif name in _KEPT:
                element.set(name, value)
        for name in ("fill", "stroke"):
            colour = _theme(element.get(name, ""), themed)
            if colour:
                element.set(name, colour)
        if element.tag == f"{_NS}text" and "fill" not in element.attrib:
            element.set("fill", _theme("#000000", themed) or COLOURS["ink"])


def _theme(colour: str, themed: bool) -> str:
    if not themed:
        return colour
    known = {value: name for name, value in COLOURS.items()} | {"#000000": "ink"}
    return f"var(--chart-{known[colour]})" if colour in known else colour


def _name(root: etree._Element, chart: Chart) -> None:
    for name in ("width", "height", "version"):
        root.attrib.pop(name, None)
    title, description = etree.Element(f"{_NS}title"), etree.Element(f"{_NS}desc")
    title.text, description.text = chart.title, chart.description
    title.set("id", f"chart-{chart.name}-title")
    description.set("id", f"chart-{chart.name}-desc")
    root.set("role", "img")
    root.set("aria-labelledby", f"chart-{chart.name}-title chart-{chart.name}-desc")
    root[:0] = [title, description]
