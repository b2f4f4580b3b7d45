"""What python-docx has no words for: the character grid, East Asian fonts, page numbers, borders, stand-in fonts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import quoteattr

from docx.opc.oxml import serialize_part_xml
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

from service.adapters.papers import layout

TWIPS = 20
FONT_TABLE = "/word/fontTable.xml"
# The order in which the format's schema wants what stands within a paragraph's and a section's properties.
PARAGRAPH_ORDER = (
    "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
    "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange"
)
SECTION_ORDER = (
    "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType cols "
    "formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings sectPrChange"
)


def _element(tag: str, **attributes: object) -> Any:
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def _insert(properties: Any, made: Any, order: str) -> None:
    """Put an element where the schema wants it: Word refuses files that order them otherwise."""
    after = order.partition(f"{made.tag.rpartition('}')[2]} ")[2]
    properties.insert_element_before(made, *(f"w:{tag}" for tag in after.split()))


def fonts(properties: Any, east_asian: str, latin: str) -> None:
    """Name the fonts of a run or style: one for Chinese, one for the rest."""
    named = properties.get_or_add_rFonts()
    for kind in ("ascii", "hAnsi", "cs"):
        named.set(qn(f"w:{kind}"), latin)
    named.set(qn("w:eastAsia"), east_asian)


def set_grid(section: Any) -> None:
    """22 lines of 28 characters, and pages counted from 1."""
    properties = section._sectPr
    for tag in ("docGrid", "pgNumType"):
        for known in properties.findall(qn(f"w:{tag}")):
            properties.remove(known)
    _insert(properties, _element("pgNumType", start=1), SECTION_ORDER)
    # The pitch in twips, rounded down, else the last line has no room; the character space in 4096ths of a point beyond the size of the text.
    space = round((layout.CHARACTER_PITCH - layout.BODY_SIZE) * 4096)
    grid = _element("docGrid", type="linesAndChars", linePitch=int(layout.LINE_PITCH * TWIPS), charSpace=space)
    _insert(properties, grid, SECTION_ORDER)


def keep_grid(paragraph: Any, keep: bool) -> None:
    """Whether a paragraph's lines stand on the page's grid."""
    _insert(paragraph._p.get_or_add_pPr(), _element("snapToGrid", val=int(keep)), PARAGRAPH_ORDER)


def border(paragraph: Any, kind: str, colour: str, eighths: int) -> None:
    """A line under a paragraph; its thickness in eighths of a point."""
    borders = _element("pBdr")
    borders.append(_element("bottom", val=kind, sz=eighths, space=4, color=colour))
    _insert(paragraph._p.get_or_add_pPr(), borders, PARAGRAPH_ORDER)


def repeat_head(row: Any) -> None:
    """Repeat a table's first row on every page."""
    row._tr.get_or_add_trPr().append(_element("tblHeader"))


def number_footer(footer: Any, align: Any) -> None:
    """— 1 — at the outer edge, one character in."""
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    paragraph.alignment = align
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(layout.FOOT_SIZE)
    for part in ("— ", "begin", " PAGE ", "end", " —"):
        run = paragraph.add_run()
        run.font.size = Pt(layout.FOOT_SIZE)
        fonts(run._element.get_or_add_rPr(), layout.WORD_FOOT, layout.WORD_FOOT)
        if part in ("begin", "end"):
            run._r.append(_element("fldChar", fldCharType=part))
        elif part == " PAGE ":
            instruction = OxmlElement("w:instrText")
            instruction.text = part
            run._r.append(instruction)
        else:
            run.text = part


def alternative_fonts(document: Any, stand_ins: Mapping[str, str]) -> None:
    """Tell Word which font to take where it has not the one that is named."""
    for part in document.part.package.iter_parts():
        if str(part.partname) == FONT_TABLE:
            table = parse_xml(part.blob)
            for name, other in stand_ins.items():
                font = (
                    f"<w:font {nsdecls('w')} w:name={quoteattr(name)}><w:altName w:val={quoteattr(other)}/>"
                    '<w:charset w:val="86"/></w:font>'
                )
                table.append(parse_xml(font))
            part._blob = serialize_part_xml(table)
