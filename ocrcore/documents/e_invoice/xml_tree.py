"""Parse an XML that a stranger sent: no document type, no entities, nothing fetched, and an end to size and depth."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from ocrcore.errors import FileTooLarge, UnreadableDocument, UnsafeXml

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_XML_BYTES = 10 * 1024 * 1024
"""The largest XML that is parsed: ANAF takes 10 MB, and an invoice without attachments has some kilobytes."""
MAX_ELEMENTS = 200_000
MAX_DEPTH = 64


def parse_xml(data: bytes, renamed: Mapping[str, str]) -> Element:
    """Return the root of an XML; names of elements and attributes come without their namespaces.

    Args:
        data: The XML, in any encoding that it declares.
        renamed: Names of elements that are to be other ones.

    Raises:
        FileTooLarge: It has too many bytes or elements.
        UnsafeXml: It declares a document type or entities, or its elements lie too deep in one another.
        UnreadableDocument: It is not well-formed.
    """
    if len(data) > MAX_XML_BYTES:
        raise FileTooLarge(xml_mb=round(len(data) / 1024 / 1024, 1), limit_mb=MAX_XML_BYTES // 1024 // 1024)
    parser = DefusedXMLParser(target=_Builder(renamed), forbid_dtd=True, forbid_entities=True, forbid_external=True)
    try:
        parser.feed(data)
        root: Element = parser.close()
    except DefusedXmlException as error:
        raise UnsafeXml from error
    except (ParseError, ValueError, LookupError) as error:  # the latter two for encodings that Python lacks
        raise UnreadableDocument(problem=str(error)) from error
    return root


class _Builder(TreeBuilder):
    """Builds the tree with short names, and counts."""

    def __init__(self, renamed: Mapping[str, str]) -> None:
        super().__init__()
        self._renamed = renamed
        self._elements = self._depth = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        self._elements += 1
        self._depth += 1
        if self._elements > MAX_ELEMENTS:
            raise FileTooLarge(elements=MAX_ELEMENTS)
        if self._depth > MAX_DEPTH:
            raise UnsafeXml
        return super().start(self._named(tag), {_local(name): value for name, value in attrs.items()})

    def end(self, tag: str, /) -> Element:
        self._depth -= 1
        return super().end(self._named(tag))

    def _named(self, tag: str) -> str:
        name = _local(tag)
        return self._renamed.get(name, name)


def _local(name: str) -> str:
    return name.rpartition("}")[2]
