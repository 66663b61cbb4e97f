"""The engine `paddleocr`: PP-OCRv6 through RapidOCR."""
