{#-
The condition that joins a measure to its band of the cut-offs: half-open, scaled near a natural limit; both sides with their
significant digits, so that 2.85 of 3 lies at 0.95 and not below it.
-#}
{% macro is_in_band(measures, cutoffs) -%}
    {{ measures }}.cutoff_set = {{ cutoffs }}.cutoff_set
    and (
        {{ cutoffs }}.lower_bound is null
        or {{ significant(measures ~ '.measure') }}
        >= {{ significant(cutoffs ~ '.lower_bound * ' ~ measures ~ '.cutoff_scale') }}
    )
    and (
        {{ cutoffs }}.upper_bound is null
        or {{ significant(measures ~ '.measure') }}
        < {{ significant(cutoffs ~ '.upper_bound * ' ~ measures ~ '.cutoff_scale') }}
    )
    and {{ measures }}.measure is not null
{%- endmacro %}
