"""The engine `paddleocr`: PP-OCRv6 on ONNX Runtime."""
