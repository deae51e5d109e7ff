"""Every number that the verdict turns on, with its reason. Changing one changes grades.

Where chance stands is measured in each run (decoys, swapped people) and is no constant.
"""

from __future__ import annotations

# --- rows ---------------------------------------------------------------------------------------

# Distinct usable rows. Were all of 20 found, the 99 % lower bound (Wilson) would be 75 %; of 7,
# 51 %: no better than a coin. Twenty rows can also come from twenty acquaintances.
MIN_ROWS = 20

# One person can be swapped for another only where there are two.
MIN_MEMBERS = 2

# A column is heard when this many of its values could be compared, for the same reason.
MIN_COMPARED = 20

# "Far above chance" takes both:
# at least one row in twenty that chance does not explain. Fewer can be salted into any dump
# (acquaintances, public figures, rows of an earlier leak); their number is said all the same.
FAR_EXCESS = 0.05
# and three times what chance finds at most. The pattern that decoys are drawn from is a model: an
# unrelated source with dense numbers fits the register's numbers somewhat better than the model
# does (1..2400 against 1..6719: all of them, where the digit pattern finds two thirds).
FAR_RATIO = 3.0

# Chance that finds a third of its draws or more: no rate reaches FAR_RATIO times that, so the key
# alone can prove nothing (running numbers) and the rows' other columns have to.
DENSE_CHANCE = 1 / FAR_RATIO

# --- columns ------------------------------------------------------------------------------------

# Swapped people agree on such a column in 19 of 20 cases (country, a flag that nearly all share):
# what is left cannot tell people apart.
UNINFORMATIVE = 0.95

# Share of the room above chance, (low - chance) / (1 - chance), as in Cohen's kappa.
# Agreement that shows people, not columns that run alike (both registers number by date, say).
COLUMN_FAR = 0.2
# Below this, the noise of the measured chance itself could be what is seen.
COLUMN_ABOVE = 0.02

# One column that only the holder has may be guessed from public ones (the office from the region
# in the NIK), two less easily. A register that declares one can be asked for one only.
OWN_COLUMNS = 2
# Of the holder's own columns that could be compared, the share that has to agree: a dump with two
# good guesses among many wrong ones is no copy.
OWN_SHARE = 0.5

# --- structure ----------------------------------------------------------------------------------

# Share of the dump's columns with a counterpart, each weighed with its score.
# Half of them, with the exclusive ones: the dump has the register's shape.
CLOSE_FIT = 0.5
# Of a header, a quarter: columns that every register of people has (name, sex, birth) are some
# five of thirty.
PART_OF_HEADER = 0.25
# Where values stood on both sides and yet no key was found, half: any two registers of people
# share names, regions and dates.
PART_OF_VALUES = 0.5
# Of the declared exclusive columns, the share that has to be present with fitting values.
EXCLUSIVE_SHARE = 0.5

# --- register -----------------------------------------------------------------------------------

# A register that holds less than nine tenths of its own control total is a part of it: a row that
# is not in this part may be in the rest.
COMPLETE = 0.9
