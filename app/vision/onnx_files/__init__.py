"""Taking in ONNX files of unknown origin: checked, brought into one form and tried out, without torch."""
