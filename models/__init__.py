"""Make the face models of ``checker/vision/models`` from MediaPipe's: see README.md.

`__main__` fetches and compares, with nothing but this project's environment; `convert` and what it imports
run in an environment of their own, which holds TensorFlow.
"""
