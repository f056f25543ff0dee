"""Measures of money that is invested, and of the budget."""

from __future__ import annotations

import numpy as np

from qnsim.analysis.measures.measure import Measure, Words, flow
from qnsim.analysis.measures.paths import Array, Paths, growth


def invested(paths: Paths) -> Array:
    """Investment at current prices, per year."""
    return paths["investment_total"] * paths["price_level"]


def invested_in_year(paths: Paths) -> Array:
    """Investment of a year at current prices."""
    return paths.by_year(invested(paths)).sum(axis=1) * paths.step


def invested_in_quarter(paths: Paths) -> Array:
    """Investment of a quarter at current prices."""
    return invested(paths) * paths.step


def investment_growth(paths: Paths) -> Array:
    """Growth of a year's investment at current prices."""
    base = paths.fixed("investment_total_base") * paths.fixed("price_level_base")
    total = invested_in_year(paths)
    return growth(total, np.concatenate([base[None], total[:-1]]))


def disbursed(paths: Paths) -> Array:
    """Share of the year's plan paid so far: (year, quarter of the year, draw)."""
    paid = np.cumsum(paths.by_year(paths["public_investment_paid"]), axis=1) * paths.step
    return 100 * paid / paths.by_year(paths["public_investment_plan"])


def disbursed_by_year_end(paths: Paths) -> Array:
    """Share of the plan paid by 31 December."""
    return disbursed(paths)[:, -1]


def disbursed_by_quarter_end(paths: Paths) -> Array:
    """Share of the year's plan paid by the end of each quarter."""
    return disbursed(paths).reshape(paths.quarters, -1)


INVESTMENT = (
    Measure(
        "investment_total",
        "",
        "trillion VND",
        Words("Tổng vốn đầu tư toàn xã hội", "Total social investment"),
        Words("Vốn đầu tư của mọi thành phần theo giá hiện hành.", "Investment of all owners at current prices."),
        invested_in_year,
        invested_in_quarter,
    ),
    Measure(
        "investment_growth",
        "",
        "%",
        Words("Tốc độ tăng tổng vốn đầu tư toàn xã hội", "Growth of total investment"),
        Words(
            "Tổng vốn đầu tư theo giá hiện hành tăng bao nhiêu so với năm trước.",
            "Rise of total investment at current prices on the year before.",
        ),
        investment_growth,
    ),
    flow(
        "fdi_registered",
        "million USD",
        Words("Vốn FDI đăng ký", "FDI registered"),
        Words(
            "Vốn đầu tư trực tiếp nước ngoài đăng ký mới và tăng thêm, không tính nhà máy điện riêng lẻ.",
            "Capital of foreign investors newly registered or added, without single power plants.",
        ),
    ),
    flow(
        "fdi_registered_all",
        "million USD",
        Words("Vốn FDI đăng ký, kể cả nhà máy điện", "FDI registered, power plants included"),
        Words(
            "Toàn bộ vốn đầu tư trực tiếp nước ngoài đăng ký, kể cả nhà máy điện riêng lẻ.",
            "All registered capital of foreign investors, that of single power plants included.",
        ),
    ),
    flow(
        "fdi_realised",
        "million USD",
        Words("Vốn FDI thực hiện", "FDI realised"),
        Words("Vốn đầu tư trực tiếp nước ngoài đã giải ngân.", "Registered foreign capital that has been spent."),
    ),
    Measure(
        "public_investment_disbursement_rate",
        "",
        "%",
        Words("Tỷ lệ giải ngân vốn đầu tư công", "Disbursement of public investment"),
        Words(
            "Phần kế hoạch vốn đầu tư công của năm đã giải ngân đến cuối kỳ.",
            "Share of the year's plan of public investment paid by the end of the period.",
        ),
        disbursed_by_year_end,
        disbursed_by_quarter_end,
    ),
)
BUDGET = (
    flow(
        "revenue_total",
        "trillion VND",
        Words("Tổng thu ngân sách", "Total budget revenue"),
        Words("Thu ngân sách nhà nước trên địa bàn.", "State budget revenue collected in the province."),
    ),
    flow(
        "revenue_domestic",
        "trillion VND",
        Words("Thu nội địa", "Domestic revenue"),
        Words("Thu ngân sách từ hoạt động trong nước.", "Budget revenue from activity within the country."),
    ),
    flow(
        "revenue_import_export",
        "trillion VND",
        Words("Thu xuất nhập khẩu", "Import-export revenue"),
        Words("Thu ngân sách từ hàng hóa qua hải quan.", "Budget revenue collected on goods at customs."),
    ),
)
