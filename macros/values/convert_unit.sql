{#-
A value in another unit of the same dimension (万件 to 件), null when the two units measure different things. Every figure that comes
from a file goes through here, converted or not, and leaves with its significant digits only.
`from_unit` and `to_unit` are aliases of the seed `units` in the calling query.
-#}
{% macro convert_unit(value, from_unit, to_unit) -%}
    case
        when {{ from_unit }}.unit = {{ to_unit }}.unit then {{ significant(value) }}
        when {{ from_unit }}.dimension = {{ to_unit }}.dimension
            then {{ significant('(' ~ value ~ ') * ' ~ from_unit ~ '.factor / ' ~ to_unit ~ '.factor') }}
    end
{%- endmacro %}
