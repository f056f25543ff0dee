"""The economy of the province: one file per block, in reading order.

Sources in brackets are resolved in SOURCES.md of the case; a letter with a number is a row of its causal structure.
"""

from qnsim.economy import (
    accounts,
    agriculture,
    budget,
    calendar,
    electricity,
    firms,
    foreign_investment,
    investment,
    labour,
    manufacturing,
    measurement,
    mining,
    partnerships,
    public_works,
    services,
    shocks,
    tourism,
)

BLOCKS = (
    calendar,
    agriculture,
    mining,
    electricity,
    foreign_investment,
    manufacturing,
    investment,
    public_works,
    partnerships,
    tourism,
    services,
    firms,
    labour,
    budget,
    shocks,
    accounts,
    measurement,
)

GROUPS = {  # what decides a target, in words a planner understands: Vietnamese for each
    "levers and their execution": "các đòn bẩy và việc thực hiện",
    "coal and power": "than và điện",
    "foreign investment": "đầu tư nước ngoài",
    "services and tourism": "dịch vụ và du lịch",
    "construction and private investment": "xây dựng và đầu tư tư nhân",
    "public works and budget": "đầu tư công và ngân sách",
    "nation and world": "cả nước và thế giới",
    "storms and epidemics": "bão lũ và dịch bệnh",
    "what the model leaves out": "phần mô hình chưa nắm bắt",
    "how growth is measured": "cách đo tăng trưởng",
}
LEVERS = "levers and their execution"
BLOCK_GROUPS = {  # of what a block reads, unless the parameter names another; blocks that serve several have none
    agriculture: "services and tourism",
    mining: "coal and power",
    electricity: "coal and power",
    foreign_investment: "foreign investment",
    manufacturing: "foreign investment",
    investment: "construction and private investment",
    public_works: "public works and budget",
    partnerships: "public works and budget",
    tourism: "services and tourism",
    services: "services and tourism",
    firms: "construction and private investment",
    labour: "services and tourism",
    budget: "public works and budget",
    measurement: "how growth is measured",
}
