"""The mathematics and the log: NumPy, SciPy and Zarr, never a picture."""
