"""Maps of factors for programs that draw and analyse networks: GraphML, GEXF, and two tables."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias
from xml.sax.saxutils import escape, quoteattr

from kangni.exchange.tables.separated import separated

__all__ = ["Graph", "GraphFile", "Node", "Tie", "write_graph"]

GraphFile = Literal["graphml", "gexf", "csv"]
Value: TypeAlias = "str | int | float"
_GRAPHML = {"str": "string", "int": "int", "float": "double"}
_GEXF = {"str": "string", "int": "integer", "float": "double"}


@dataclass(frozen=True, slots=True)
class Node:
    """A factor and what is known of it."""

    id: str
    label: str
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Tie:
    """A link from one factor to another and what is known of it."""

    id: str
    source: str
    target: str
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Graph:
    """A directed graph; all nodes have the same values, and so have all ties. Values that are undefined are missing."""

    name: str
    node_columns: Sequence[tuple[str, type]]
    tie_columns: Sequence[tuple[str, type]]
    nodes: tuple[Node, ...]
    ties: tuple[Tie, ...]


def write_graph(graph: Graph, file_format: GraphFile) -> bytes:
    """Write a graph; as CSV it is an archive of two tables, nodes.csv and links.csv."""
    match file_format:
        case "graphml":
            return _graphml(graph).encode()
        case "gexf":
            return _gexf(graph).encode()
        case "csv":
            return _tables(graph)


def _graphml(graph: Graph) -> str:
    keys = [("node", "label", str), *(("node", *each) for each in graph.node_columns)]
    keys += [("edge", *each) for each in graph.tie_columns]
    ids = {(kind, name): f"d{i}" for i, (kind, name, _) in enumerate(keys)}
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">']
    lines += [
        f'  <key id="{ids[kind, name]}" for="{kind}" attr.name={quoteattr(name)} attr.type="{_GRAPHML[of.__name__]}"/>'
        for kind, name, of in keys
    ]
    lines.append(f'  <graph id={quoteattr(graph.name)} edgedefault="directed">')
    for node in graph.nodes:
        lines.append(f"    <node id={quoteattr(node.id)}>")
        lines += _data({"label": node.label, **node.values}, "node", ids)
        lines.append("    </node>")
    for tie in graph.ties:
        ends = f"source={quoteattr(tie.source)} target={quoteattr(tie.target)}"
        lines.append(f"    <edge id={quoteattr(tie.id)} {ends}>")
        lines += _data(tie.values, "edge", ids)
        lines.append("    </edge>")
    return "\n".join([*lines, "  </graph>", "</graphml>", ""])


def _data(values: Mapping[str, Value], kind: str, ids: Mapping[tuple[str, str], str]) -> list[str]:
    return [f'      <data key="{ids[kind, name]}">{escape(str(value))}</data>' for name, value in values.items()]


def _gexf(graph: Graph) -> str:
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">',
        '  <graph defaultedgetype="directed" mode="static">',
    ]
    for kind, columns in (("node", graph.node_columns), ("edge", graph.tie_columns)):
        lines.append(f'    <attributes class="{kind}" mode="static">')
        lines += [
            f'      <attribute id="{i}" title={quoteattr(name)} type="{_GEXF[of.__name__]}"/>'
            for i, (name, of) in enumerate(columns)
        ]
        lines.append("    </attributes>")
    lines.append("    <nodes>")
    for node in graph.nodes:
        lines.append(f"      <node id={quoteattr(node.id)} label={quoteattr(node.label)}>")
        lines += [*_attvalues(node.values, graph.node_columns), "      </node>"]
    lines += ["    </nodes>", "    <edges>"]
    for tie in graph.ties:
        ends = f"source={quoteattr(tie.source)} target={quoteattr(tie.target)}"
        lines.append(f"      <edge id={quoteattr(tie.id)} {ends}>")
        lines += [*_attvalues(tie.values, graph.tie_columns), "      </edge>"]
    return "\n".join([*lines, "    </edges>", "  </graph>", "</gexf>", ""])


def _attvalues(values: Mapping[str, Value], columns: Sequence[tuple[str, type]]) -> list[str]:
    place = {name: i for i, (name, _) in enumerate(columns)}
    told = [
        f'          <attvalue for="{place[name]}" value={quoteattr(str(value))}/>' for name, value in values.items()
    ]
    return ["        <attvalues>", *told, "        </attvalues>"]


def _tables(graph: Graph) -> bytes:
    node_names, tie_names = [name for name, _ in graph.node_columns], [name for name, _ in graph.tie_columns]
    nodes = [[node.id, node.label, *(str(node.values.get(name, "")) for name in node_names)] for node in graph.nodes]
    ties = [[tie.source, tie.target, *(str(tie.values.get(name, "")) for name in tie_names)] for tie in graph.ties]
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (
            ("nodes.csv", separated(["id", "label", *node_names], nodes)),
            ("links.csv", separated(["source", "target", *tie_names], ties)),
        ):
            archive.writestr(zipfile.ZipInfo(name), text)
    return memory.getvalue()
