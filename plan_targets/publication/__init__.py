"""The publication: the one place where the builder and the readers meet.

A publication is a folder that never changes once it is there:

    published/
      current -> snapshots/<build_id>      a symbolic link, moved by an atomic rename
      snapshots/<build_id>/
        warehouse.duckdb                   the schema `marts`
        semantic_manifest.json             the metrics' definitions of that build
        publication.json                   what this build is, and the digests of its files
        data_docs/                         Great Expectations' pages of that build
      withdrawn/<build_id>.json            who took that publication back, and why
      confirmed_removals/<build_id>.json   who confirmed that figures of it are gone from the next one, and why
      as_of/<day>/                         the publications as of that day, laid out like this folder
"""
