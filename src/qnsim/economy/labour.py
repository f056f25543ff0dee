"""Labour: persons employed are a stock, productivity is an outcome."""

from qnsim.engine.declare import Stock, auxiliary, flow
from qnsim.engine.words import maximum, minimum

labour_force = Stock("thousand person", start="labour_force_start", meaning="Persons able and willing to work.")
employed_persons = Stock("thousand person", start="employed_first", meaning="Persons at work.")
growth_felt = Stock("1 / year", start="expected_growth_start", meaning="Growth that employers feel in their orders.")


@auxiliary("thousand person")
def employed_first(employed_start, employment_growth_elasticity, expected_growth_start, head_start):
    """Employed persons in the first quarter, on their pace since the base year's average."""
    return employed_start * (1 + employment_growth_elasticity * expected_growth_start * head_start)


@auxiliary("thousand person")
def labour_force_start(employed_first, unemployment_rate_start):
    """Labour force at the start, from the unemployment rate [UNE]."""
    return employed_first / (1 - unemployment_rate_start)


@flow("thousand person / year", into="labour_force")
def labour_force_growth(labour_force_natural_growth, labour_force_migration_growth, labour_force):
    """Natural growth and migration. Source: K1 [GSO] [CEN]."""
    return (labour_force_natural_growth + labour_force_migration_growth) * labour_force


@flow("thousand person / year", into="labour_force")
def newcomers(labour_supply_response, employment_growth_elasticity, growth_felt, growth_reference, labour_force):
    """People who come, stay or look for work because growth offers more work than in the record; fewer if less.

    Growth below 0 or beyond twice that of the record draws no fewer and no more: nobody knows how many would come.
    K1 lets the labour force grow whatever work there is, so that jobs hardly followed growth. Source: judgement, see
    the parameter [GSO] [CEN].
    """
    felt = minimum(maximum(growth_felt, 0), 2 * growth_reference)
    more_work = employment_growth_elasticity * (felt - growth_reference)
    return labour_supply_response * more_work * labour_force


@flow("1 / year / year", into="growth_felt")
def growth_felt_adjustment(growth_year_on_year, growth_felt, hiring_time):
    """Growth reaches employers as fast as vacancies are filled. Source: judgement, as K2."""
    return (growth_year_on_year - growth_felt) / hiring_time


@flow("thousand person / year", into="employed_persons")
def hiring(
    employment_growth_elasticity,
    growth_felt,
    employed_persons,
    labour_force,
    labour_force_growth,
    newcomers,
    unemployment_floor,
    hiring_time,
):
    """Net hiring: with growth of the last quarters, as long as there is somebody to hire. Source: K2 [GSO] [AWT].

    K2 lets hiring follow expected growth, which adjusts over more than a year, so that jobs of a year hardly knew its
    growth.

    At the floor of unemployment those who leave a shrinking labour force leave work, so that never more persons work
    than there are. Newcomers come for the work and have it; when fewer come, there is as much less to hire.
    """
    wanted = employment_growth_elasticity * growth_felt * employed_persons
    available = (labour_force * (1 - unemployment_floor) - employed_persons) / hiring_time
    leaving = minimum(labour_force_growth, 0) * employed_persons / labour_force
    return minimum(wanted, available + leaving + newcomers)


@auxiliary("1")
def unemployment_rate(employed_persons, labour_force):
    """Share of the labour force without work. Source: K3, definition."""
    return 1 - employed_persons / labour_force


@auxiliary("person / year")
def jobs_direct(jobs_in_new_firms, fdi_jobs_per_million, fdi_realised):
    """Gross jobs in new firms and FDI projects, to check the reported ones against. Source: K4 [VNF22] [F18]."""
    return jobs_in_new_firms + fdi_jobs_per_million * fdi_realised


@auxiliary("thousand person / year")
def additional_jobs(hiring, net_jobs_per_reported_job):
    """Report: additional jobs as the labour department counts them, gross of separations. Source: K6 [JOBS]."""
    return maximum(hiring, 0) / net_jobs_per_reported_job


@auxiliary("trillion VND_base / year / thousand person")
def labour_productivity(grdp, employed_persons):
    """GRDP per employed person at base-year prices. Source: K7, definition."""
    return grdp / employed_persons


@auxiliary("trillion VND / year / thousand person")
def labour_productivity_current(labour_productivity, price_level):
    """GRDP per employed person at current prices, as it is published. Source: K8 [NSOD]."""
    return labour_productivity * price_level
