"""The warehouse's own Python: dbt's models, the gates, the pages, the command line and the endpoint use it.

settings      where the project and its folders are
files         lock, durable writes, digests
landing       what offices drop, read into rows
gates         Great Expectations on what was loaded and built
publication   immutable snapshots behind one pointer
semantic      metrics asked of the published snapshot
command       the command line, `plan-targets`
endpoint      metrics over HTTP
"""
