"""Reports written as real files: the same paragraphs and tables as HTML, DOCX, PDF and XLSX."""
