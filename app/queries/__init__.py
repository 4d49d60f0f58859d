"""What the pages ask of the semantic layer, by subject; nothing is computed here that a metric defines.

Names come in both languages; each function returns the reader's as `plan`, `theme`, `indicator`, `region` and so on,
beside the ids. The client keeps answers by publication, so asking again on every rerun costs nothing.
"""
