"""A sample province: invented people, families, institutions, money and bills, for the demo, tests and benchmarks.

Valid in form and obviously invented: names like 测试·0000123, identity numbers of the area 990000. All of it
follows from a seed and a size, streams in constant memory, and any slice can be made without what comes before it.
"""

from gongji_cli.province.bills import BillRates
from gongji_cli.province.places import Place, ProvinceError, read_places
from gongji_cli.province.province import Province

__all__ = ["BillRates", "Place", "Province", "ProvinceError", "read_places"]
