"""Work on many files: finding them, judging them in other processes, and writing what was found.

`walk` yields files, an engine (`pool.Pool` or `cluster.Cluster`) works on them, `run.in_order` brings the
results back into the files' order, and a writer of `writers` puts them into a report. Each step is a
stream, so memory does not grow with the number of files.
"""
