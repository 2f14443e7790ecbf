"""ONNX graphs of others: read, checked, brought into one form and tried out, without torch."""
