"""How well names are found: `uv run python -m tests.benchmarks.names`.

Wordings of other bureaus against the list of indicators, and names of regions as real tables have them.
"""

from tests.names.test_real_tables import judge_regions, judge_wordings

FILES = {"wordings.csv": "wordings known when the lists were written", "wordings_apart.csv": "wordings set apart"}


def main() -> None:
    """Prints the shares, and what was missed."""
    for file, title in FILES.items():
        count, missed, wrong = judge_wordings(file)
        print(
            f"{title}: right one among three {count - len(missed)} of {count} ({1 - len(missed) / count:.1%}), ", end=""
        )
        print(f"taken into a wrong series {len(wrong)}")
        print(*(f"  missed {one}" for one in missed), *(f"  wrong {one}" for one in wrong), sep="\n")
    count, refused, wrong = judge_regions()
    print(f"names of regions in real tables: {count}, refused {len(refused)}, taken for another region {len(wrong)}")
    print(*(f"  refused {one}" for one in refused), *(f"  wrong {one}" for one in wrong), sep="\n")


if __name__ == "__main__":
    main()
