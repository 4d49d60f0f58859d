{#- Fails when the gate's last run has a blocking expectation that did not hold; everything below the gate is skipped. -#}
{% test gate_passes(model) %}

    select
        suite,
        model,
        expectation,
        observed,
        unexpected_count
    from {{ model }}
    where
        run_id = '{{ invocation_id }}'
        and severity = 'block'
        and not success

{% endtest %}
