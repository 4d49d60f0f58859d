{#- What the ymls of these seeds say about their columns in `meta`, as a list of: seed, file, name, is_key, is_required, list. -#}
{% macro described_seed_columns(seeds) %}
    {% set columns = [] %}
    {% if execute %}
        {% for node in graph.nodes.values() | selectattr('resource_type', 'equalto', 'seed') | sort(attribute='name') %}
            {% for column in node.columns.values() if column.meta %}
                {% if node.name not in seeds %}
                    {{ exceptions.raise_compiler_error(
                        "The seed " ~ node.name ~ " says what its column " ~ column.name ~ " has to hold, and stg_seed_cells does not look at it: add it to the seeds there."
                    ) }}
                {% endif %}
                {% do columns.append({
                    'seed': node.name,
                    'file': node.original_file_path,
                    'name': column.name,
                    'is_key': column.meta.get('key', false),
                    'is_required': column.meta.get('required', false),
                    'list': column.meta.get('list'),
                }) %}
            {% endfor %}
        {% endfor %}
    {% endif %}
    {{ return(columns) }}
{% endmacro %}
