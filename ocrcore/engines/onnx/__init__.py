"""What every network run by ONNX Runtime needs: loading from a checked file, and keeping memory."""
