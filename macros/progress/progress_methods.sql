{#- The methods in the order in which they are shown; the first is the default. -#}
{% macro progress_methods() -%}
    {{ return(['distance_pace', 'open_sdg_cagr', 'un_extrapolation', 'completion', 'hold']) }}
{%- endmacro %}


{#- Raised with every change of a rule or formula, so that a changed status can say that the method changed. -#}
{% macro progress_method_version(method) -%}
    {%- set versions = {
        'distance_pace': '1',
        'open_sdg_cagr': '2.4',
        'un_extrapolation': '2023',
        'completion': '1',
        'hold': '1',
    } -%}
    {{ return(versions[method]) }}
{%- endmacro %}


{#- The query of one method over canonical inputs (see `progress_terms` for their columns). -#}
{% macro progress_method(method, inputs, cutoffs) -%}
    {%- if method == 'distance_pace' -%} {{ progress_distance_pace(inputs, cutoffs) }}
    {%- elif method == 'open_sdg_cagr' -%} {{ progress_open_sdg_cagr(inputs, cutoffs) }}
    {%- elif method == 'un_extrapolation' -%} {{ progress_un_extrapolation(inputs, cutoffs) }}
    {%- elif method == 'completion' -%} {{ progress_completion(inputs, cutoffs) }}
    {%- elif method == 'hold' -%} {{ progress_hold(inputs, cutoffs) }}
    {%- else -%}
        {{ exceptions.raise_compiler_error("Unknown progress method '" ~ method ~ "'; there are " ~ progress_methods() | join(', ')) }}
    {%- endif -%}
{%- endmacro %}


{#- One relation or several queries as one: every method's rows. -#}
{% macro progress_by_all_methods(inputs, cutoffs) -%}
    {%- for method in progress_methods() %}
    select * from (
        {{ progress_method(method, inputs, cutoffs) | indent(8) }}
    ) as by_{{ method }}
    {% if not loop.last %}union all{% endif %}
    {%- endfor %}
{%- endmacro %}
