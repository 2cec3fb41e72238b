"""A class's own handwriting: the geometry of a sheet of boxes, and what a photo of one says. OpenCV sees, not we.

`layout` is the sheet in millimetres, shared by what prints it and what reads it; `photo` finds it in a photo and
makes it flat; `cells` cuts the boxes and says which hold a digit; `collect` puts many pages together, split by writer.
"""
