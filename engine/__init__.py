"""The mathematics and the log: NumPy, SciPy and Zarr, never a picture."""

from leerdal.errors import check_assertions

check_assertions()  # for scripts, too: the command line asks before it loads anything
