"""Data sets: partitioned Parquet, one large Parquet file, a DuckDB file, a location. Real files, no dbt."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from plan_targets.landing.datasets import digests, forms, taking
from plan_targets.landing.grammar.vocabulary import Vocabulary
from plan_targets.landing.observations import COLUMNS
from plan_targets.landing.readings import headers_once, kind_once, rows_in_sql, rows_once
from plan_targets.landing.records import Load
from plan_targets.landing.store import deliver, loads, register_files, withdraw
from tests.faults.drops import drop
from tests.project import Project

FIGURES = pl.DataFrame(
    {
        "地区": ["太原市", "大同市", "太 原 市", "江苏省", "北京市", None],
        "指标": ["空气质量优良天数"] * 3 + ["食品抽检合格率"] * 3,
        "单位": ["天", "天", "天", "%", "％", "%"],
        "年份": [2021, 2022, 2023, 2023, 2023, 2023],
        "数值": [281.0, 290.0, 300.0, 98.55, 98.0, 97.1],
        "比较方式": [None, "以上", "ge", "约", None, None],
        "来源": ["公报", "公报", None, "公报", "公报", "公报"],
        "来源等级": ["官方", "official", None, "媒体", "官方", "官方"],
        "发布日期": [date(2022, 3, 1), date(2023, 3, 1), None, date(2024, 2, 9), date(2024, 2, 9), date(2024, 2, 9)],
        "备注": ["与上年持平", None, "预计数", None, "1-9月数据", None],
    },
    schema_overrides={"比较方式": pl.String},
)  # fmt: skip
# Where a row stands, and in which file.
LOCATION = ["load_id", "file", "sheet", "line_number", "row_number"]


def rows(load: Load, vocabulary: Vocabulary) -> pl.DataFrame:
    """The rows as a build has them."""
    if load.dataset is None or load.trouble is not None:
        read: object = rows_once(load, vocabulary)
        read = pl.read_parquet(read) if isinstance(read, Path) else read
    else:
        read = rows_in_sql(load, vocabulary)
        read = duckdb.sql(read).pl() if isinstance(read, str) else read
    assert isinstance(read, pl.DataFrame)
    assert read.columns == COLUMNS.names()
    return read.sort("line_number")


def only(landing: Path) -> Load:
    (load,) = register_files(landing)
    return load


def refusals(landing: Path, vocabulary: Vocabulary) -> list[tuple[str, str | None, str]]:
    return rows(only(landing), vocabulary).select("reason_code", "reason_column", "reason_value").rows()


def write_hive(frame: pl.DataFrame, folder: Path, *keys: str) -> None:
    with duckdb.connect() as connection:
        connection.register("frame", frame)
        connection.execute(f"copy frame to '{folder}' (format parquet, partition_by ({', '.join(keys)}))")


def write_duckdb(frame: pl.DataFrame, file: Path, *statements: str) -> None:
    with duckdb.connect(str(file)) as connection:
        connection.register("frame", frame)
        for statement in statements or ("create table figures as select * from frame",):
            connection.execute(statement)


def as_folder(frame: pl.DataFrame, landing: Path) -> None:
    write_hive(frame, landing / "figures", "年份")


def as_nested_folder(frame: pl.DataFrame, landing: Path) -> None:
    write_hive(frame.with_columns(pl.col("地区").fill_null("")), landing / "figures", "年份", "指标")


def as_spark_folder(frame: pl.DataFrame, landing: Path) -> None:
    folder = landing / "figures.parquet"
    folder.mkdir()
    frame.head(3).write_parquet(folder / "part-00000.snappy.parquet")
    frame.tail(3).write_parquet(folder / "part-00001.snappy.parquet")
    for name in ("_SUCCESS", ".part-00000.crc"):
        (folder / name).write_bytes(b"")


def as_one_file(frame: pl.DataFrame, landing: Path) -> None:
    frame.write_parquet(landing / "figures.parquet")


def as_table(frame: pl.DataFrame, landing: Path) -> None:
    write_duckdb(frame, landing / "figures.duckdb")


def as_view(frame: pl.DataFrame, landing: Path) -> None:
    write_duckdb(
        frame, landing / "figures.db", "create schema s", "create table s.raw as select * from frame",
        "create view observations as select * from s.raw",
    )  # fmt: skip


def as_location(frame: pl.DataFrame, landing: Path) -> None:
    elsewhere = landing.parent / "elsewhere"
    elsewhere.mkdir()
    write_hive(frame, elsewhere / "figures", "年份")
    (landing / "figures.dataset.yml").write_text(f"location: {elsewhere}/figures/**/*.parquet\n", encoding="utf-8")


FORMS = [as_folder, as_nested_folder, as_spark_folder, as_one_file, as_table, as_view, as_location]


@pytest.fixture
def landing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(forms, "LARGE_ROWS", FIGURES.height)
    monkeypatch.setenv("DATASET_LOCATIONS", str(tmp_path / "elsewhere"))
    folder = tmp_path / "landing"
    folder.mkdir()
    return folder


@pytest.mark.parametrize("write", FORMS)
def test_a_data_set_has_the_rows_that_the_same_table_has(
    write: Callable[[pl.DataFrame, Path], None],
    landing: Path,
    vocabulary: Vocabulary,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write(FIGURES, landing)
    load = only(landing)
    assert load.dataset is not None and load.trouble is None and kind_once(load, vocabulary) == "observations"
    found = rows(load, vocabulary)
    table = landing.parent / "table"
    table.mkdir()
    monkeypatch.setattr(forms, "LARGE_ROWS", FIGURES.height + 1)
    FIGURES.write_parquet(table / "figures.parquet")
    wanted = rows(only(table), vocabulary)
    order = ["indicator_zh", "period", "raw_value"]
    for frame in (found, wanted):
        assert frame["line_number"].is_unique().all()
    assert_frame_equal(found.drop(LOCATION).sort(order), wanted.drop(LOCATION).sort(order))
    assert ("地区" in [header for _, _, header in headers_once(load, vocabulary)]) is True


def test_a_row_of_a_folder_says_in_which_of_its_files_it_stands(landing: Path, vocabulary: Vocabulary) -> None:
    as_folder(FIGURES, landing)
    found = rows(only(landing), vocabulary)
    assert found["line_number"].to_list() == [1, 2, 3, 4, 5, 6]
    assert found["row_number"].to_list() == [1, 1, 1, 2, 3, 4]
    assert found["sheet"].str.starts_with("年份=20").all()


@pytest.mark.parametrize(
    ("years", "wanted"),
    [
        ({"年份": [2023] * 3, "月份": [1, 2, 12]}, ["2023-01", "2023-02", "2023-12"]),
        ({"年份": ["2023"] * 3, "季度": [1, 2, 4]}, ["2023-Q1", "2023-Q2", "2023-Q4"]),
        ({"年份": ["2023", "2023年", "2023-06"]}, ["2023", "2023", "2023-06"]),
        ({"年份": ["2021-2025", "2023Q3", "2023/24"]}, ["2021-2025", "2023-Q3", "2023/24"]),
    ],
)
def test_periods(years: dict[str, list[object]], wanted: list[str], landing: Path, vocabulary: Vocabulary) -> None:
    as_table(FIGURES.head(3).drop("年份").with_columns(pl.Series(name, of) for name, of in years.items()), landing)
    found = rows(only(landing), vocabulary)
    assert found["period"].to_list() == wanted
    assert found.filter(pl.col("period") == "2023/24")["reason_code"].to_list() in ([], ["split_year"])


def test_names_in_code_and_numbers_of_every_kind(landing: Path, vocabulary: Vocabulary) -> None:
    frame = pl.DataFrame(
        {
            "region_code": [140100, 140200, 320000, 110000, 140100, 140200],
            "indicator_zh": ["空气质量优良天数"] * 6,
            "unit": ["天"] * 6,
            "period": [2023] * 6,
            "value": [281.0, float("nan"), float("inf"), None, 0.0, 281.123456789012345],
            "is_break": [True, False, None, None, None, None],
        }
    )
    as_table(frame, landing)
    found = rows(only(landing), vocabulary)
    assert found["region_code"].to_list()[:2] == ["140100", "140200"]
    assert found["reason_code"].to_list() == [None, "absent_value", None, "absent_value", None, None]
    assert found["printed_number"].to_list()[0] == "281" and found["value"].to_list()[4:] == [0.0, 281.123456789]
    assert found["is_break"].to_list()[:2] == ["true", "false"]


@pytest.mark.parametrize("write", [form for form in FORMS if form is not as_nested_folder])
@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        (lambda frame: frame.drop("单位"), ("dataset_column_missing", "单位 unit", "")),
        (lambda frame: frame.rename({"数值": "valeu"}), ("dataset_column_unknown", "valeu", "value")),
        (lambda frame: frame.rename({"数值": "valeu"}), ("dataset_column_missing", "数值 value", "valeu")),
        (lambda frame: frame.with_columns(pl.col("数值").cast(pl.String)), ("dataset_column_type", "数值", "a number")),
        (lambda frame: frame.with_columns(value=pl.col("数值")), ("ambiguous_column", "value", "数值; value")),
        (lambda frame: frame.with_columns(pl.col("地区").str.len_chars()), ("dataset_column_type", "地区", "text")),
    ],
)  # fmt: skip
def test_columns_that_are_wrong_are_named(
    write: Callable[[pl.DataFrame, Path], None],
    change: Callable[[pl.DataFrame], pl.DataFrame],
    wanted: tuple[str, str, str],
    landing: Path,
    vocabulary: Vocabulary,
) -> None:
    write(change(FIGURES), landing)
    assert any(
        (reason, column) == wanted[:2] and wanted[2] in detail
        for reason, column, detail in refusals(landing, vocabulary)
    )


def damage(file: Path, position: int, count: int = 64) -> None:
    content = bytearray(file.read_bytes())
    content[position : position + count] = bytes(byte ^ 0x5A for byte in content[position : position + count])
    file.write_bytes(content)


def cut_off(landing: Path) -> None:
    as_folder(FIGURES, landing)
    file = next(landing.rglob("*=2023/*.parquet"))
    file.write_bytes(file.read_bytes()[:-20])


def damaged_page(landing: Path) -> None:
    as_spark_folder(FIGURES, landing)
    many = pl.concat([FIGURES] * 2000).with_columns(pl.int_range(pl.len()).cast(pl.Float64).alias("数值"))
    file = landing / "figures.parquet" / "part-00000.snappy.parquet"
    many.write_parquet(file, compression="zstd", statistics=False)
    damage(file, 40, 2000)


def damaged_database(landing: Path) -> None:
    write_duckdb(pl.concat([FIGURES] * 5000), landing / "figures.duckdb")
    damage(landing / "figures.duckdb", 3 * 4096, 262144)


def text_beside(landing: Path) -> None:
    as_folder(FIGURES, landing)
    (landing / "figures" / "说明.txt").write_text("说明", encoding="utf-8")


def folder_inside(landing: Path) -> None:
    as_folder(FIGURES, landing)
    shutil.copytree(next((landing / "figures").glob("*=2023")), landing / "figures" / "旧数据")


def unlike_partitions(landing: Path) -> None:
    as_folder(FIGURES, landing)
    FIGURES.write_parquet(landing / "figures" / "all.parquet")


def link_inside(landing: Path) -> None:
    as_folder(FIGURES, landing)
    (next((landing / "figures").glob("*=2023")) / "more.parquet").symlink_to("/etc/passwd")


def no_file(landing: Path) -> None:
    (landing / "figures.parquet").mkdir()


def no_file_in_partitions(landing: Path) -> None:
    (landing / "figures" / "年份=2023").mkdir(parents=True)


def no_row(landing: Path) -> None:
    as_spark_folder(FIGURES.clear(), landing)


def other_types(landing: Path) -> None:
    as_spark_folder(FIGURES, landing)
    file = landing / "figures.parquet" / "part-00001.snappy.parquet"
    FIGURES.with_columns(pl.col("数值").cast(pl.String)).write_parquet(file)


def other_columns(landing: Path) -> None:
    as_spark_folder(FIGURES, landing)
    FIGURES.drop("备注").write_parquet(landing / "figures.parquet" / "part-00001.snappy.parquet")


def no_table(landing: Path) -> None:
    write_duckdb(FIGURES, landing / "figures.duckdb", "create schema s")


def several_tables(landing: Path) -> None:
    write_duckdb(FIGURES, landing / "figures.duckdb", "create table a as from frame", "create table b as from frame")


def view_that_reads_outside(landing: Path) -> None:
    write_duckdb(FIGURES, landing / "figures.duckdb", "create view v as select * from read_text('/etc/hostname')")


def not_allowed(landing: Path) -> None:
    (landing / "figures.dataset.yml").write_text("location: s3://elsewhere/*.parquet", encoding="utf-8")


def leading_out(landing: Path) -> None:
    pattern = landing.parent / "elsewhere" / ".." / "landing" / "*.parquet"
    (landing / "figures.dataset.yml").write_text(f"location: {pattern}", encoding="utf-8")


def not_there(landing: Path) -> None:
    (landing / "figures.dataset.yml").write_text(f"location: {landing.parent}/elsewhere/x.parquet", encoding="utf-8")


def unclear(landing: Path) -> None:
    (landing / "figures.dataset.yml").write_text("place: [", encoding="utf-8")


@pytest.mark.parametrize(
    ("write", "reason", "detail"),
    [
        (cut_off, "dataset_damaged", "年份=2023/"),
        (damaged_page, "dataset_damaged", "part-00000"),
        (damaged_database, "dataset_damaged", "figures"),
        (text_beside, "dataset_not_partitioned", "说明.txt"),
        (folder_inside, "dataset_not_partitioned", "旧数据"),
        (unlike_partitions, "dataset_not_partitioned", "all.parquet"),
        (link_inside, "dataset_not_partitioned", "more.parquet"),
        (no_file, "dataset_empty", "figures"),
        (no_file_in_partitions, "dataset_empty", "figures"),
        (no_row, "dataset_empty", "figures"),
        (other_types, "dataset_mixed_schemas", "数值: part-00000"),
        (other_columns, "dataset_mixed_schemas", "备注: part-00000"),
        (no_table, "dataset_tables", ""),
        (several_tables, "dataset_tables", "a, b"),
        (view_that_reads_outside, "dataset_reads_outside", "v"),
        (not_allowed, "location_not_allowed", "s3://elsewhere"),
        (leading_out, "location_not_allowed", "elsewhere"),
        (not_there, "location_not_read", "x.parquet"),
        (unclear, "location_unclear", "figures.dataset.yml"),
    ],
)
def test_what_is_refused_whole(
    write: Callable[[Path], None], reason: str, detail: str, landing: Path, vocabulary: Vocabulary
) -> None:
    write(landing)
    ((found, _, told),) = refusals(landing, vocabulary)
    assert found == reason and detail in told
    assert str(landing) not in told.replace(f"{landing.parent}/elsewhere", "")
    # Nothing of it is kept, and it is met again as the same.
    assert sum(file.stat().st_size for file in landing.rglob(".loads/*/content*")) == 0
    assert len(register_files(landing)) == 1


def test_a_column_in_which_a_file_has_nothing_goes_with_any(landing: Path, vocabulary: Vocabulary) -> None:
    folder = landing / "figures.parquet"
    folder.mkdir()
    FIGURES.head(3).with_columns(备注=pl.lit(None)).write_parquet(folder / "a.parquet")
    FIGURES.tail(3).with_columns(pl.col("年份").cast(pl.Int16)).write_parquet(folder / "b.parquet")
    assert rows(only(landing), vocabulary)["note"].to_list() == [None, None, None, None, "1-9月数据", None]
    shutil.rmtree(folder)
    FIGURES.with_columns(备注=pl.lit(None)).write_parquet(landing / "alone.parquet")
    assert rows(register_files(landing)[-1], vocabulary)["reason_code"].to_list()[:5] == [None] * 5


def test_a_database_that_is_being_written_is_tried_again(landing: Path, vocabulary: Vocabulary) -> None:
    as_table(FIGURES, landing)
    file = str(landing / "figures.duckdb")
    program = f"import duckdb, sys; c = duckdb.connect({file!r}); print(flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        assert only(landing).trouble == "dataset_in_use"
        writer.communicate()
    assert rows(only(landing), vocabulary).height == FIGURES.height


def test_a_location_is_tried_again(landing: Path, vocabulary: Vocabulary) -> None:
    not_there(landing)
    assert only(landing).trouble == "location_not_read"
    (landing.parent / "elsewhere").mkdir()
    FIGURES.write_parquet(landing.parent / "elsewhere" / "x.parquet")
    load = only(landing)
    assert load.trouble is None and rows(load, vocabulary).height == FIGURES.height
    shutil.rmtree(landing.parent / "elsewhere")
    # Read once: what lies there may go.
    assert rows(only(landing), vocabulary).height == FIGURES.height


def test_a_location_that_is_refused_again_is_left_as_it_is(landing: Path) -> None:
    for refuse in (not_there, not_allowed):
        refuse(landing)
        load = only(landing)
        before = load.path.stat().st_mtime_ns, (load.path.parent / "record.json").stat().st_mtime_ns
        assert only(landing) == load
        assert before == (load.path.stat().st_mtime_ns, (load.path.parent / "record.json").stat().st_mtime_ns)
        shutil.rmtree(landing / ".loads")


def test_a_location_that_is_put_right_is_read_anew(landing: Path, vocabulary: Vocabulary) -> None:
    not_there(landing)
    lying = landing.parent / "elsewhere" / "x.parquet"
    lying.parent.mkdir()
    FIGURES.write_parquet(lying)
    load = only(landing)
    assert rows(load, vocabulary)["indicator_zh"].n_unique() > 0
    # Other texts lie there when what was taken is damaged.
    FIGURES.with_columns(pl.lit("大 同 市").alias("地区"), pl.lit("2022年度").alias("年份")).write_parquet(lying)
    kept = load.path if load.path.is_file() else next(load.path.rglob("*.parquet"))
    kept.write_bytes(kept.read_bytes()[:-9])
    assert [one.trouble for one in loads(landing)] == ["damaged_load"]
    found = rows(only(landing), vocabulary)
    assert set(found["region_name_zh"]) == {"大同市"} and set(found["period"]) == {"2022"}


@pytest.mark.parametrize("every_byte", [True, False])
def test_a_data_set_is_kept_once_and_told_apart(
    every_byte: bool, landing: Path, vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(digests, "EVERY_BYTE", digests.EVERY_BYTE if every_byte else 0)
    as_folder(FIGURES, landing)
    first = only(landing)
    assert only(landing) == first

    def copied(*_: object) -> None:
        raise AssertionError("copied again")

    monkeypatch.setattr(taking, "_copy", copied)
    assert only(landing) == first
    monkeypatch.undo()
    monkeypatch.setattr(digests, "EVERY_BYTE", digests.EVERY_BYTE if every_byte else 0)
    # Gone from the drop folder it stays loaded; changed it is a second load of its name.
    shutil.rmtree(landing / "figures")
    assert rows(only(landing), vocabulary).height == 6
    as_folder(FIGURES.with_columns(pl.col("数值") + 1), landing)
    assert [load.file for load in register_files(landing)] == ["figures", "figures"]
    assert (
        rows(loads(landing)[1], vocabulary)["value"].to_list() != rows(loads(landing)[0], vocabulary)["value"].to_list()
    )
    withdraw(first.load_id, "twice", landing)
    assert [load.is_withdrawn for load in register_files(landing)] == [True, False]


def test_damaged_bytes_of_a_kept_data_set_are_mended_by_the_same(landing: Path, vocabulary: Vocabulary) -> None:
    as_folder(FIGURES, landing)
    load = only(landing)
    kept = next(load.path.rglob("*.parquet"))
    kept.write_bytes(b"PAR1")
    assert [one.trouble for one in loads(landing)] == ["damaged_load"]
    assert [one.trouble for one in register_files(landing)] == [None]
    assert rows(only(landing), vocabulary).height == 6


def test_an_offices_folder_is_no_data_set_and_a_data_set_in_it_is_its(landing: Path, vocabulary: Vocabulary) -> None:
    office = landing / "太原市统计局"
    office.mkdir()
    drop(office, "a.csv", "地区,指标,单位,年份,数值\n太原市,空气质量优良天数,天,2023,281\n")
    as_folder(FIGURES, office)
    assert sorted(load.file for load in register_files(landing)) == ["太原市统计局/a.csv", "太原市统计局/figures"]


def test_small_parquet_and_folders_that_may_not_be_read(landing: Path, vocabulary: Vocabulary) -> None:
    FIGURES.head(2).write_parquet(landing / "small.parquet")
    assert only(landing).dataset is None
    as_folder(FIGURES, landing)
    part = next((landing / "figures").rglob("*.parquet"))
    part.chmod(0)
    if not os.access(part, os.R_OK):
        assert [load.trouble for load in register_files(landing)] == [None, "unreadable_file"]
    part.chmod(0o644)
    assert [load.trouble for load in register_files(landing)] == [None, None]


def test_a_brought_file_is_a_data_set_too(landing: Path, tmp_path: Path, vocabulary: Vocabulary) -> None:
    write_duckdb(FIGURES, tmp_path / "brought.duckdb")
    delivery = deliver(tmp_path / "brought.duckdb", landing, "太原市统计局")
    assert delivery.is_new and delivery.load.dataset == "duckdb"
    assert not deliver(tmp_path / "brought.duckdb", landing, "太原市统计局").is_new


def test_words_in_its_name_keep_figures_out(landing: Path, vocabulary: Vocabulary) -> None:
    as_folder(FIGURES, landing)
    (landing / "figures").rename(landing / "2025年目标值")
    found = rows(only(landing), vocabulary)
    assert found["reason_code"].null_count() == 0
    assert "words_of_an_aim" in found["reason_code"].to_list()


def drop_datasets(landing: Path) -> None:
    """A folder and a DuckDB file whose rows a build takes, judges and refuses, and one whose columns are wrong."""
    years = range(2015, 2024)
    series = pl.DataFrame(
        {
            "region_name_zh": "嘉峪关市",
            "indicator_zh": "空气质量优良天数",
            "unit": "天",
            "period": list(years),
            "value": [300.0 + year % 7 for year in years],
            "source_title": "嘉峪关市数据集",
            "source_grade": "official",
            "published_on": [date(year + 1, 3, 1) for year in years],
        }
    )
    odd = series.head(3).with_columns(
        region_name_zh=pl.Series(["嘉峪关市", "无此市", "嘉峪关市"]), value=pl.Series([3000.0, 300.0, 300.0])
    )
    write_hive(series, landing / "jiayuguan", "period")
    write_duckdb(odd, landing / "jiayuguan_odd.duckdb")
    write_hive(series.rename({"unit": "untis"}), landing / "jiayuguan_wrong", "period")
    as_revised = series.tail(1).with_columns(
        region_name_zh=pl.lit("金昌市"),
        value=pl.lit(301.0),
        source_title=pl.lit("金昌市数据集"),
        published_on=pl.lit(date(2024, 9, 1)),
    )
    as_first_told = as_revised.with_columns(value=pl.lit(300.0), published_on=pl.lit(date(2024, 3, 1)))
    newest_first = pl.concat([as_revised, as_first_told])
    write_hive(newest_first, landing / "jinchang", "period")
    elsewhere = newest_first.with_columns(region_name_zh=pl.lit("白银市"), source_title=pl.lit("白银市数据集"))
    elsewhere.write_parquet(landing / "baiyin.parquet")
    write_duckdb(
        newest_first.with_columns(region_name_zh=pl.lit("武威市"), source_title=pl.lit("武威市数据集")),
        landing / "wuwei.duckdb",
    )


@pytest.mark.build
def test_a_build_takes_judges_and_refuses_rows_of_data_sets(loaded: Project) -> None:
    taken = loaded.rows(
        """
        select count(*), min(value), max(value), count(*) filter (is_preferred)
        from fct_observation inner join dim_source using (source_id) where title = '嘉峪关市数据集'
        """
    ).rows()
    assert taken == [(9, 300.0, 306.0, 9)]
    refused = loaded.rows(
        "select file, reason_code, column_name from fct_rejected_row where file like 'jiayuguan%' order by all"
    ).rows()
    assert refused == [
        ("jiayuguan_odd.duckdb", "contradicts_earlier_load", "value"),
        ("jiayuguan_odd.duckdb", "unknown_region", "region_name_zh"),
        ("jiayuguan_odd.duckdb", "value_out_of_range", "value"),
        ("jiayuguan_wrong", "dataset_column_missing", "单位 unit"),
        ("jiayuguan_wrong", "dataset_column_unknown", "untis"),
    ]
    # What a program writes has no order: an older publication after a newer one is no date that runs backwards.
    for file in ("jinchang", "baiyin.parquet", "wuwei.duckdb"):
        told = f"select value, is_preferred from fct_observation where file = '{file}' order by all"
        assert loaded.rows(told).rows() == [(300.0, False), (301.0, True)], file
    listed = loaded.rows("select file, form from fct_load where file like 'jiayuguan%' order by all").rows()
    assert listed == [("jiayuguan", "parquet"), ("jiayuguan_odd.duckdb", "duckdb"), ("jiayuguan_wrong", "parquet")]
