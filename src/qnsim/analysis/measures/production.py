"""Measures of production: GRDP and its growth, in all and by sector. Money is in trillion VND, growth in percent."""

from __future__ import annotations

from functools import partial

from qnsim.analysis.measures.measure import Measure, Words
from qnsim.analysis.measures.paths import SECTORS, Array, Paths, growth

SECTOR_WORDS = {
    "agriculture": Words("nông, lâm nghiệp và thủy sản", "agriculture, forestry and fishing"),
    "mining": Words("khai khoáng", "mining"),
    "manufacturing": Words("công nghiệp chế biến, chế tạo", "manufacturing"),
    "electricity": Words("sản xuất và phân phối điện", "electricity"),
    "construction": Words("xây dựng", "construction"),
    "industry_construction": Words("công nghiệp và xây dựng", "industry and construction"),
    "services": Words("dịch vụ", "services"),
    "product_taxes": Words("thuế sản phẩm trừ trợ cấp", "product taxes less subsidies"),
}


def production_of_year(paths: Paths, name: str) -> Array:
    """The quarters of a year with their weights."""
    return paths.production(name)


def production_of_quarter(paths: Paths, name: str) -> Array:
    """A quarter with its weight."""
    return paths[name] * paths["grdp_quarter_weight"]


def growth_at_year_end(paths: Paths, name: str) -> Array:
    """A growth that is told in every quarter, as told in the last one of the year."""
    return 100 * paths.by_year(paths[name])[:, -1]


def growth_year_on_year(paths: Paths) -> Array:
    """Growth on the same quarter of the year before."""
    return 100 * paths["growth_year_on_year"]


def sector_growth_of_year(paths: Paths, name: str) -> Array:
    """Growth of a sector's production on the year before."""
    return growth(paths.production(name), paths.production_before(name))


def sector_growth_of_quarter(paths: Paths, name: str) -> Array:
    """Growth of a sector on the same quarter of the year before."""
    return growth(paths[name], paths.year_ago(name))


def contribution_of_year(paths: Paths, name: str) -> Array:
    """Rise of a sector's production per GRDP of the year before."""
    return 100 * (paths.production(name) - paths.production_before(name)) / paths.production_before("grdp")


def contribution_of_quarter(paths: Paths, name: str) -> Array:
    """Rise of a sector per GRDP of the same quarter of the year before."""
    return 100 * (paths[name] - paths.year_ago(name)) / paths["grdp_year_ago"]


def _sector_growth(sector: str, name: str) -> Measure:
    words = SECTOR_WORDS[sector]
    return Measure(
        "value_added_growth",
        sector,
        "%",
        Words(f"Tăng trưởng: {words.vi}", f"Growth: {words.en}"),
        Words(
            f"Giá trị tăng thêm theo giá so sánh tăng bao nhiêu so với cùng kỳ năm trước ({words.vi}).",
            f"Rise of value added at constant prices on the same period of the year before ({words.en}).",
        ),
        partial(sector_growth_of_year, name=name),
        partial(sector_growth_of_quarter, name=name),
    )


def _contribution(sector: str, name: str) -> Measure:
    words = SECTOR_WORDS[sector]
    return Measure(
        "growth_contribution",
        sector,
        "pp",
        Words(f"Đóng góp vào tăng trưởng: {words.vi}", f"Contribution to growth: {words.en}"),
        Words(
            f"Số điểm phần trăm đóng góp vào tăng trưởng GRDP ({words.vi}).",
            f"Percentage points contributed to the growth of GRDP ({words.en}).",
        ),
        partial(contribution_of_year, name=name),
        partial(contribution_of_quarter, name=name),
    )


PRODUCTION = (
    Measure(
        "grdp",
        "",
        "trillion VND_base",
        Words("GRDP theo giá so sánh", "GRDP at constant prices"),
        Words("Tổng sản phẩm trên địa bàn theo giá năm gốc.", "Gross regional domestic product at base-year prices."),
        partial(production_of_year, name="grdp"),
        partial(production_of_quarter, name="grdp"),
    ),
    Measure(
        "grdp_growth",
        "",
        "%",
        Words("Tăng trưởng GRDP, công bố lần đầu", "GRDP growth, as first published"),
        Words(
            "Tốc độ tăng GRDP theo giá so sánh: cả năm như công bố lần đầu, quý so với cùng quý năm trước.",
            "Growth of GRDP at constant prices: a year as first published, a quarter on the same one a year before.",
        ),
        partial(growth_at_year_end, name="growth_first_release"),
        growth_year_on_year,
        revised="grdp_growth_final",
    ),
    Measure(
        "grdp_growth_final",
        "",
        "%",
        Words("Tăng trưởng GRDP, số liệu chính thức", "GRDP growth, final"),
        Words(
            "Tốc độ tăng GRDP cả năm theo giá so sánh sau các lần điều chỉnh.",
            "Growth of GRDP over the year at constant prices, after later revisions.",
        ),
        partial(growth_at_year_end, name="growth_year_to_date"),
    ),
    Measure(
        "grdp_nominal",
        "",
        "trillion VND",
        Words("GRDP theo giá hiện hành", "GRDP at current prices"),
        Words(
            "Tổng sản phẩm trên địa bàn theo giá của chính năm đó.",
            "Gross regional domestic product at the prices of its own year.",
        ),
        partial(production_of_year, name="grdp_nominal"),
        partial(production_of_quarter, name="grdp_nominal"),
    ),
    *(_sector_growth(sector, name) for sector, name in SECTORS.items()),
    *(_contribution(sector, name) for sector, name in SECTORS.items()),
)
