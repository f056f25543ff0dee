"""What the statistics office publishes: growth of the year so far, first with an error, later revised."""

from qnsim.engine.declare import Stock, Surprise, auxiliary, flow
from qnsim.engine.laws import OfQuarter, ShareOfYear
from qnsim.engine.words import maximum, minimum, where

grdp_year_to_date = Stock("trillion VND_base", meaning="GRDP of the year so far.")
grdp_year_to_date_last_year = Stock("trillion VND_base", meaning="GRDP of the same part of last year.")
grdp_quarter_weight = Surprise(
    ShareOfYear("grdp_quarter_weights"),
    "share of a year's GRDP produced in this quarter, apart from growth",
    group="how growth is measured",
    vi="Tỷ trọng quý trong GRDP",
    en="Season of GRDP",
)
release_draw = Surprise(
    OfQuarter(),
    "standard normal draw of the quarter: error of the first published growth",
    group="how growth is measured",
    vi="Sai số công bố lần đầu",
    en="Error of the first release",
    told="growth as first published against what is known later",
    size="first_release_error_sd",
)


@auxiliary("1")
def season(grdp_quarter_weight, accounting_year, quarter_length):
    """Weight of the quarter in its year, an even quarter = 1. Source: I5 [QTV17]."""
    return grdp_quarter_weight * accounting_year / quarter_length


@flow("trillion VND_base / year", into="grdp_year_to_date")
def grdp_seasonal(grdp, season):
    """GRDP of the quarter with its season, as a yearly rate. Source: I5."""
    return grdp * season


@flow("trillion VND_base / year", out_of="grdp_year_to_date")
def grdp_year_closing(year_end, grdp_year_to_date, grdp_seasonal, step):
    """At the end of a year the account is emptied."""
    return year_end * (grdp_year_to_date / step + grdp_seasonal)


@flow("trillion VND_base / year", into="grdp_year_to_date_last_year")
def grdp_seasonal_last_year(grdp_year_ago, season):
    """GRDP of the same quarter last year with its season, as a yearly rate."""
    return grdp_year_ago * season


@flow("trillion VND_base / year", out_of="grdp_year_to_date_last_year")
def grdp_last_year_closing(year_end, grdp_year_to_date_last_year, grdp_seasonal_last_year, step):
    """At the end of a year the account is emptied."""
    return year_end * (grdp_year_to_date_last_year / step + grdp_seasonal_last_year)


@auxiliary("1")
def growth_year_to_date(grdp_year_to_date, grdp_seasonal, grdp_year_to_date_last_year, grdp_seasonal_last_year, step):
    """Growth of the year so far on the same part of last year; in the last quarter, growth of the year.

    Source: I7, N2, definition.
    """
    last_year = grdp_year_to_date_last_year + step * grdp_seasonal_last_year
    return (grdp_year_to_date + step * grdp_seasonal) / last_year - 1


@auxiliary("1")
def release_error(year_end, first_release_error_sd, mean_revision, ytd_revision_sd, release_draw):
    """First published growth less the later figure. Source: N1, N2 [R22] [R22B] [TOP10]."""
    return where(year_end > 0, first_release_error_sd * release_draw - mean_revision, ytd_revision_sd * release_draw)


@auxiliary("1")
def target_effort(target_seeking, target_seeking_strength, year_end, major_storm_year, pandemic):
    """Share of a shortfall made up late in the year; off in the headline result. Source: N3 [S20] [Q420]."""
    ordinary_year = 1 - minimum(major_storm_year + pandemic, 1)
    return target_seeking * target_seeking_strength * year_end * ordinary_year


@auxiliary("1")
def growth_first_release(growth_year_to_date, release_error, target_effort, growth_target):
    """Growth of the year so far as first published. Source: N1, N2, N3."""
    measured = growth_year_to_date + release_error
    return measured + target_effort * maximum(growth_target - measured, 0)
