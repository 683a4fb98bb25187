"""Ensembles: many draws of one question, in chunks, on this machine or on a cluster.

`plan` says what is asked, `running` runs it, `executors` and `cluster` say where, `worker` is what
happens there, `folder` and `chunk_file` keep what came out. What is asked of a causal system is in
`causal`, its answers in `fans`; costs of cuts are in `cuts`.
"""
