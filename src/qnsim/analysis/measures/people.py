"""Measures of firms, work and visitors."""

from __future__ import annotations

import numpy as np

from qnsim.analysis.measures.measure import Measure, Words, flow
from qnsim.analysis.measures.paths import Array, Paths, growth


def employed_of_year(paths: Paths) -> Array:
    """Average of the year."""
    return paths.mean("employed_persons")


def employed_of_quarter(paths: Paths) -> Array:
    """Level of the quarter."""
    return paths["employed_persons"]


def employed_rise(paths: Paths) -> Array:
    """Average of the year less that of the year before."""
    return paths.mean("employed_persons") - paths.employed_before


def productivity_real(paths: Paths) -> Array:
    """Production per employed person at base-year prices."""
    return _level(paths, np.ones((len(paths.years), 1)))


def productivity_current(paths: Paths) -> Array:
    """Production per employed person at current prices."""
    return _level(paths, _deflator(paths))


def productivity_growth_real(paths: Paths) -> Array:
    """Growth of production per employed person at constant prices."""
    return _rise(paths, np.ones((len(paths.years), 1)), np.ones(1))


def productivity_growth_current(paths: Paths) -> Array:
    """Growth of production per employed person at current prices."""
    return _rise(paths, _deflator(paths), paths.fixed("price_level_base"))


def _level(paths: Paths, prices: Array) -> Array:
    return 1000 * paths.production("grdp") * prices / paths.mean("employed_persons")


def _rise(paths: Paths, prices: Array, price_base: Array) -> Array:
    before = 1000 * paths.production_before("grdp") / paths.employed_before
    prices_before = np.concatenate([price_base[None], prices[:-1]])
    return growth(_level(paths, prices), before * prices_before)


def _deflator(paths: Paths) -> Array:
    return paths.production("grdp_nominal") / paths.production("grdp")


FIRMS = (
    flow(
        "new_firms",
        "firm",
        Words("Doanh nghiệp thành lập mới", "New firms"),
        Words("Số doanh nghiệp đăng ký thành lập trong kỳ.", "Firms registered in the period."),
    ),
    flow(
        "firm_exits",
        "firm",
        Words("Doanh nghiệp rút lui khỏi thị trường", "Firms that leave"),
        Words("Số doanh nghiệp rời khỏi thị trường trong kỳ.", "Firms that leave the market in the period."),
    ),
)
LABOUR = (
    Measure(
        "employed_persons",
        "",
        "thousand person",
        Words("Lao động có việc làm", "Employed persons"),
        Words("Số người đang làm việc, bình quân trong năm.", "Persons at work, on average over the year."),
        employed_of_year,
        employed_of_quarter,
    ),
    flow(
        "additional_jobs",
        "thousand person",
        Words("Việc làm tăng thêm", "Additional jobs"),
        Words(
            "Việc làm tạo ra theo thống kê của ngành lao động, chưa trừ số mất việc.",
            "Jobs created as the labour department counts them, gross of separations.",
        ),
    ),
    flow(
        "jobs_direct",
        "person",
        Words("Việc làm ở doanh nghiệp mới và dự án FDI", "Jobs in new firms and FDI projects"),
        Words(
            "Việc làm do doanh nghiệp mới và dự án FDI tạo ra, chưa trừ số mất việc; dùng để đối chiếu.",
            "Jobs that new firms and FDI projects create, gross of separations: a check of additional jobs.",
        ),
    ),
    Measure(
        "labour_productivity",
        "real",
        "million VND_base / person",
        Words("Năng suất lao động, giá so sánh", "Labour productivity, constant prices"),
        Words("GRDP theo giá năm gốc trên một lao động.", "GRDP at base-year prices per employed person."),
        productivity_real,
    ),
    Measure(
        "labour_productivity",
        "current",
        "million VND / person",
        Words("Năng suất lao động, giá hiện hành", "Labour productivity, current prices"),
        Words("GRDP theo giá hiện hành trên một lao động.", "GRDP at current prices per employed person."),
        productivity_current,
    ),
    Measure(
        "labour_productivity_growth",
        "real",
        "%",
        Words("Tốc độ tăng năng suất lao động, giá so sánh", "Growth of labour productivity, constant prices"),
        Words(
            "GRDP theo giá so sánh trên một lao động tăng bao nhiêu so với năm trước.",
            "Rise of GRDP at constant prices per employed person on the year before.",
        ),
        productivity_growth_real,
    ),
    Measure(
        "labour_productivity_growth",
        "current",
        "%",
        Words("Tốc độ tăng năng suất lao động, giá hiện hành", "Growth of labour productivity, current prices"),
        Words(
            "GRDP theo giá hiện hành trên một lao động tăng bao nhiêu so với năm trước.",
            "Rise of GRDP at current prices per employed person on the year before.",
        ),
        productivity_growth_current,
    ),
)
TOURISM = (
    flow(
        "tourist_arrivals",
        "million arrival",
        Words("Lượt khách du lịch", "Tourist arrivals"),
        Words("Số lượt khách đến tỉnh trong kỳ.", "Visits to the province in the period."),
    ),
)
