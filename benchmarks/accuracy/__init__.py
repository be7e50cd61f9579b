"""How often the checker is wrong: photos whose faults are known, because they were put in on purpose.

``python -m benchmarks.accuracy``; see `benchmarks.accuracy.plan` for what is made and
`benchmarks.accuracy.score` for what counts as wrong.
"""
