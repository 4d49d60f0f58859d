{#-
A value in another unit of the same dimension (万件 to 件), null when the two units measure different things.
`from_unit` and `to_unit` are aliases of the seed `units` in the calling query.
-#}
{% macro convert_unit(value, from_unit, to_unit) -%}
    case
        when {{ from_unit }}.unit = {{ to_unit }}.unit then {{ value }}
        when {{ from_unit }}.dimension = {{ to_unit }}.dimension then {{ value }} * {{ from_unit }}.factor / {{ to_unit }}.factor
    end
{%- endmacro %}
