{#- The condition that joins a measure to its band of the cut-offs: half-open, unrounded, scaled near a natural limit. -#}
{% macro is_in_band(measures, cutoffs) -%}
    {{ measures }}.cutoff_set = {{ cutoffs }}.cutoff_set
    and ({{ cutoffs }}.lower_bound is null or {{ measures }}.measure >= {{ cutoffs }}.lower_bound * {{ measures }}.cutoff_scale)
    and ({{ cutoffs }}.upper_bound is null or {{ measures }}.measure < {{ cutoffs }}.upper_bound * {{ measures }}.cutoff_scale)
    and {{ measures }}.measure is not null
{%- endmacro %}
