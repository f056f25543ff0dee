"""The official presentation: khu vực I, II and III, product taxes, and GRDP."""

from qnsim.engine.declare import Stock, Surprise, auxiliary, flow
from qnsim.engine.laws import OfYear
from qnsim.engine.words import exp

grdp_quarter_to_date = Stock("trillion VND_base", meaning="GRDP of the quarter so far.")
grdp_one_quarter_ago = Stock(
    "trillion VND_base / year", start="grdp_base_quarter_4", meaning="GRDP of the last quarter."
)
grdp_two_quarters_ago = Stock("trillion VND_base / year", start="grdp_base_quarter_3", meaning="GRDP two quarters ago.")
grdp_three_quarters_ago = Stock(
    "trillion VND_base / year", start="grdp_base_quarter_2", meaning="GRDP three quarters ago."
)
grdp_year_ago = Stock(
    "trillion VND_base / year", start="grdp_base_quarter_1", meaning="GRDP of the same quarter last year."
)

product_tax_walk = Surprise(
    OfYear(accumulates=True),
    "sum of standard normal draws of the years so far, product taxes",
    group="construction and private investment",
    vi="Cú sốc thuế sản phẩm",
    en="Shock to product taxes",
    told="growth of product taxes in the year against the trend; the level keeps it",
    size="product_tax_growth_sd",
)


@auxiliary("1")
def grdp_share_sum(
    grdp_share_agriculture,
    grdp_share_mining,
    grdp_share_manufacturing,
    grdp_share_electricity,
    grdp_share_construction,
    grdp_share_services,
    grdp_share_product_taxes,
):
    """Sum of the drawn shares, by which each is divided."""
    industry = grdp_share_mining + grdp_share_manufacturing + grdp_share_electricity + grdp_share_construction
    return grdp_share_agriculture + industry + grdp_share_services + grdp_share_product_taxes


@auxiliary("trillion VND_base / year")
def value_added_agriculture_base(grdp_base, grdp_share_agriculture, grdp_share_sum):
    """Value added of khu vực I in the base year."""
    return grdp_base * grdp_share_agriculture / grdp_share_sum


@auxiliary("trillion VND_base / year")
def value_added_mining_base(grdp_base, grdp_share_mining, grdp_share_sum):
    """Value added of mining in the base year."""
    return grdp_base * grdp_share_mining / grdp_share_sum


@auxiliary("trillion VND_base / year")
def value_added_manufacturing_base(grdp_base, grdp_share_manufacturing, grdp_share_sum):
    """Value added of manufacturing in the base year."""
    return grdp_base * grdp_share_manufacturing / grdp_share_sum


@auxiliary("trillion VND_base / year")
def value_added_manufacturing_modern_base(value_added_manufacturing_base, manufacturing_modern_share):
    """Value added of modern plants in the base year."""
    return value_added_manufacturing_base * manufacturing_modern_share


@auxiliary("trillion VND_base / year")
def value_added_manufacturing_local_base(value_added_manufacturing_base, manufacturing_modern_share):
    """Value added of local manufacturing in the base year."""
    return value_added_manufacturing_base * (1 - manufacturing_modern_share)


@auxiliary("trillion VND_base / year")
def value_added_electricity_base(grdp_base, grdp_share_electricity, grdp_share_sum):
    """Value added of electricity in the base year."""
    return grdp_base * grdp_share_electricity / grdp_share_sum


@auxiliary("trillion VND_base / year")
def value_added_construction_base(grdp_base, grdp_share_construction, grdp_share_sum):
    """Value added of construction in the base year."""
    return grdp_base * grdp_share_construction / grdp_share_sum


@auxiliary("trillion VND_base / year")
def value_added_services_base(grdp_base, grdp_share_services, grdp_share_sum):
    """Value added of khu vực III in the base year."""
    return grdp_base * grdp_share_services / grdp_share_sum


@auxiliary("trillion VND_base / year")
def product_taxes_base(grdp_base, grdp_share_product_taxes, grdp_share_sum):
    """Product taxes less subsidies in the base year."""
    return grdp_base * grdp_share_product_taxes / grdp_share_sum


@auxiliary("trillion VND_base / year")
def gross_value_added_base(grdp_base, product_taxes_base):
    """Gross value added in the base year."""
    return grdp_base - product_taxes_base


@auxiliary("trillion VND_base / year")
def value_added_industry_construction(
    value_added_mining, value_added_manufacturing, value_added_electricity, value_added_construction
):
    """Value added of khu vực II. Source: I1, definition."""
    return value_added_mining + value_added_manufacturing + value_added_electricity + value_added_construction


@auxiliary("trillion VND_base / year")
def gross_value_added(value_added_agriculture, value_added_industry_construction, value_added_services):
    """Value added of all branches. Source: I2, definition."""
    return value_added_agriculture + value_added_industry_construction + value_added_services


@auxiliary("trillion VND_base / year")
def product_taxes(
    product_taxes_base, gross_value_added, gross_value_added_base, product_tax_elasticity, product_tax_shock
):
    """Product taxes less subsidies: they grow more slowly than value added. Source: I3 [QTV16] [QTV17] [DN22H]."""
    activity = gross_value_added / gross_value_added_base
    return product_taxes_base * activity**product_tax_elasticity * exp(product_tax_shock)


@auxiliary("1")
def product_tax_response(product_tax_elasticity, product_taxes_base, gross_value_added_base):
    """GRDP gained with product taxes per unit of value added."""
    return 1 + product_tax_elasticity * product_taxes_base / gross_value_added_base


@auxiliary("trillion VND_base / year")
def grdp(gross_value_added, product_taxes):
    """Gross regional domestic product as a yearly rate, without season. Source: I4, definition."""
    return gross_value_added + product_taxes


@auxiliary("1")
def grdp_rise_by_quarter(grdp_growth_base, quarter_length):
    """Rise of GRDP from quarter to quarter within the base year, against its average: a straight line."""
    return grdp_growth_base * quarter_length


@auxiliary("trillion VND_base / year")
def grdp_base_quarter_4(grdp_base, grdp_rise_by_quarter):
    """GRDP of the last quarter of the base year, one and a half quarters after its middle."""
    return grdp_base * (1 + grdp_rise_by_quarter + grdp_rise_by_quarter / 2)


@auxiliary("trillion VND_base / year")
def grdp_base_quarter_3(grdp_base, grdp_rise_by_quarter):
    """GRDP of the third quarter of the base year."""
    return grdp_base * (1 + grdp_rise_by_quarter / 2)


@auxiliary("trillion VND_base / year")
def grdp_base_quarter_2(grdp_base, grdp_rise_by_quarter):
    """GRDP of the second quarter of the base year."""
    return grdp_base * (1 - grdp_rise_by_quarter / 2)


@auxiliary("trillion VND_base / year")
def grdp_base_quarter_1(grdp_base, grdp_rise_by_quarter):
    """GRDP of the first quarter of the base year."""
    return grdp_base * (1 - grdp_rise_by_quarter - grdp_rise_by_quarter / 2)


@flow("trillion VND_base / year", into="grdp_quarter_to_date")
def grdp_of_step(grdp):
    """GRDP enters the account of its quarter."""
    return grdp


@auxiliary("trillion VND_base / year")
def grdp_of_quarter(grdp_quarter_to_date, grdp, quarter_length, step):
    """Average GRDP of the quarter so far, complete in its last step."""
    return (grdp_quarter_to_date + step * grdp) / quarter_length


@flow("trillion VND_base / year", out_of="grdp_quarter_to_date")
def grdp_quarter_closing(quarter_end, grdp_of_quarter, quarter_length, step):
    """At the end of a quarter the account is emptied."""
    return quarter_end * grdp_of_quarter * quarter_length / step


@flow("trillion VND_base / year / year", into="grdp_one_quarter_ago")
def grdp_memory_1(quarter_end, grdp_of_quarter, grdp_one_quarter_ago, step):
    """At the end of a quarter it becomes the last one: exact at any step that divides a quarter."""
    return quarter_end * (grdp_of_quarter - grdp_one_quarter_ago) / step


@flow("trillion VND_base / year / year", into="grdp_two_quarters_ago")
def grdp_memory_2(quarter_end, grdp_one_quarter_ago, grdp_two_quarters_ago, step):
    """The last quarter becomes the one before."""
    return quarter_end * (grdp_one_quarter_ago - grdp_two_quarters_ago) / step


@flow("trillion VND_base / year / year", into="grdp_three_quarters_ago")
def grdp_memory_3(quarter_end, grdp_two_quarters_ago, grdp_three_quarters_ago, step):
    """Two quarters ago becomes three."""
    return quarter_end * (grdp_two_quarters_ago - grdp_three_quarters_ago) / step


@flow("trillion VND_base / year / year", into="grdp_year_ago")
def grdp_memory_4(quarter_end, grdp_three_quarters_ago, grdp_year_ago, step):
    """Three quarters ago becomes a year ago."""
    return quarter_end * (grdp_three_quarters_ago - grdp_year_ago) / step


@auxiliary("1 / year")
def growth_year_on_year(grdp, grdp_year_ago, accounting_year):
    """Growth on the same quarter of last year. Source: I8, definition."""
    return (grdp / grdp_year_ago - 1) / accounting_year
