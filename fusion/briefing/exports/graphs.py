"""GraphML and GEXF 1.3: members and ties of an edition for network tools."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from fusion.briefing.exports.shown import Shown
from fusion.briefing.rows import Row

GRAPHML = "http://graphml.graphdrawing.org/xmlns"
GEXF = "http://gexf.net/1.3"
# Name, GraphML type, GEXF type of each attribute.
NODE = (("label", "string"), ("kind", "string"), ("code", "string"), ("is_named", "boolean"),
        ("hypotheses", "string"), ("roles", "string"))  # fmt: skip
EDGE = (("kind", "string"), ("n_origins", "int"), ("credibility", "string"),
        ("citations", "string"), ("is_directed", "boolean"))  # fmt: skip
GRAPH = ("mission", "banner", "brief_id", "edition", "state", "as_of_iso")


def graphml(shown: Shown) -> bytes:
    """GraphML 1.0: one node an actor, one edge a tie, the marking on the graph itself.

    The graph is directed, since readers refuse one of both sorts; 'is_directed' of an edge says
    whether its direction means anything.
    """
    root = Element("graphml", xmlns=GRAPHML)
    _keys(root, "graph", [(name, "string") for name in GRAPH])
    _keys(root, "node", NODE)
    _keys(root, "edge", EDGE)
    graph = SubElement(root, "graph", id="network", edgedefault="directed")
    for name in GRAPH:
        _data(graph, "graph", name, str(shown.issue[name]))
    for row in _nodes(shown):
        node = SubElement(graph, "node", id=row["actor_id"])
        for name, _ in NODE:
            _data(node, "node", name, _text(row[name]))
    for row in shown.tables["tie"]:
        edge = SubElement(graph, "edge", id=row["tie_id"], source=row["source_id"],
                          target=row["target_id"])  # fmt: skip
        for name, _ in EDGE:
            _data(edge, "edge", name, _text(row[name]))
    return _document(root)


def gexf(shown: Shown) -> bytes:
    """GEXF 1.3: the same nodes and edges; marking and date in the meta element."""
    root = Element("gexf", xmlns=GEXF, version="1.3")
    meta = SubElement(root, "meta", lastmodifieddate=f"{shown.as_of:%Y-%m-%d}")
    SubElement(meta, "creator").text = str(shown.issue["mission"])
    SubElement(meta, "description").text = " · ".join(
        str(shown.issue[name]) for name in ("banner", "brief_id", "edition_title", "state_label")
    )
    graph = SubElement(root, "graph", defaultedgetype="directed", mode="static")
    _attributes(graph, "node", NODE)
    _attributes(graph, "edge", EDGE)
    nodes, edges = SubElement(graph, "nodes"), SubElement(graph, "edges")
    for row in _nodes(shown):
        node = SubElement(nodes, "node", id=row["actor_id"], label=row["label"])
        _values(node, row, NODE)
    for row in shown.tables["tie"]:
        edge = SubElement(edges, "edge", id=row["tie_id"], source=row["source_id"],
                          target=row["target_id"], type="directed", label=row["kind"],
                          weight=str(max(1, row["n_origins"])))  # fmt: skip
        _values(edge, row, EDGE)
    return _document(root)


def _nodes(shown: Shown) -> Iterable[Row]:
    """Actors with the hypotheses and roles that they have in this edition."""
    inside: dict[str, list[Row]] = {}
    for row in shown.tables["member"]:
        inside.setdefault(row["actor_id"], []).append(row)
    for row in shown.tables["actor"]:
        mine = inside[row["actor_id"]]
        yield {
            **row, "hypotheses": sorted({item["hypothesis_id"] for item in mine}),
            "roles": sorted({item["role"] for item in mine}),
        }  # fmt: skip


def _keys(root: Element, kind: str, names: Iterable[tuple[str, str]]) -> None:
    for name, form in names:
        SubElement(root, "key", {"id": f"{kind}_{name}", "for": kind, "attr.name": name,
                                 "attr.type": form})  # fmt: skip


def _data(parent: Element, kind: str, name: str, text: str) -> None:
    SubElement(parent, "data", key=f"{kind}_{name}").text = text


def _attributes(graph: Element, kind: str, names: Iterable[tuple[str, str]]) -> None:
    head = SubElement(graph, "attributes", {"class": kind, "mode": "static"})
    for name, form in names:
        gexf_form = {"int": "integer"}.get(form, form)
        SubElement(head, "attribute", id=f"{kind}_{name}", title=name, type=gexf_form)


def _values(parent: Element, row: Row, names: Iterable[tuple[str, str]]) -> None:
    kind = "node" if names is NODE else "edge"
    head = SubElement(parent, "attvalues")
    for name, _ in names:
        SubElement(head, "attvalue", {"for": f"{kind}_{name}", "value": _text(row[name])})


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return ";".join(value) if isinstance(value, list) else str(value)


def _document(root: Element) -> bytes:
    """UTF-8 with declaration; rows are already free of characters that XML forbids."""
    indent(root)
    return bytes(tostring(root, encoding="UTF-8", xml_declaration=True)) + b"\n"
