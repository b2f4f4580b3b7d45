"""Official documents (GB/T 9704-2012 layout) as Word and PDF files."""

from service.adapters.papers.paper import Block, Line, LineStyle, Paper, PaperForm, Table, Words
from service.adapters.papers.pdf import fonts_used, pdf_file
from service.adapters.papers.word import word_file

__all__ = [
    "Block",
    "Line",
    "LineStyle",
    "Paper",
    "PaperForm",
    "Table",
    "Words",
    "fonts_used",
    "pdf_file",
    "word_file",
]
