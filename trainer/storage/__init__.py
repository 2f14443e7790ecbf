"""What is kept on disk: checkpoints, the folder of a run, ONNX."""
