"""What changed between two publications, in words: which targets, from what to what, why, by which figure.

    from plan_targets.changes.asked import changes_since
    from plan_targets.changes.written import as_markdown

    changes = changes_since(None, None, published_path=None)     # since the publication before the current one
    as_markdown(changes, "zh")

What happened comes from `fct_status_change`, whose history later publications keep; the figures and the plans'
numbers of before come from the earlier publication while it is kept.
"""
