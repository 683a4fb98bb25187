"""Every threshold of the rules, stated before any claim is judged, with its reason.

None of them was chosen by looking at verdicts: they follow from what a wrong verdict costs (a
wrong one is worse than none) and from how numbers are written.
"""

# A statement holds if the evidence leaves at most one chance in ten that it does not, and fails
# if at most one in ten that it does: the level of every interval in this house (90 %).
HOLDS = 0.9
FAILS = 0.1

# A number that is wrong by less than twice what its digits promise is called approximately
# right: half of a last digit for the document's rounding, half for the evidence's own.
LOOSER = 2.0

# It is called approximately right only where that is likely (two chances in three, as the IPCC
# uses the word), since data that are themselves uncertain can seldom confirm a last digit.
LIKELY = 0.66

# "About" is read as within one part in twenty; of a bare digit such as "about 2", whose last
# digit is half as large as itself, within one part in ten. "Equal" is "about 1 to 1" read so.
ABOUT = 0.05
ABOUT_MOST = 0.10
NEARLY = 0.10  # "nearly 10" means from 9.0 up to 10, and a rounding error beyond

# A figure that its publisher gives without an error is not free of one. Where two published
# figures for one quantity are known in the embedded data (102 cases), nine pairs in ten differ
# by less than 2.5 to 3.3 % if one of them is official, by less than 7.4 % over all, and by less
# than 25 % if one is an estimate. Each of two figures carries its part (1/sqrt(2)) of such a
# difference, rounded up for the official ones, which often copy each other. Counts that a register
# keeps (votes, vetoes, treaties, places in a published ranking) have no error.
ALLOWANCE = {"count": 0.0, "official": 0.03, "press": 0.05, "loose": 0.18}

# A trend needs so many points for a slope, whose noise is correlated over time; with fewer only
# the two ends are compared.
SLOPE_POINTS = 8

# A span is covered if figures reach over this part of it; a mean needs this part of its years.
COVERED = 0.6

# A place that misses by one is approximately right, but the second is not the first: only places
# from the sixth on have that room.
RANK_EXACT = 5
RANK_HALF, RANK_LOOSER = 0.5, 1.5
YEAR_HALF, YEAR_LOOSER = 0.5, 1.5
