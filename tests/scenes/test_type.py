"""Type: text is text, numbers keep their place."""

from leerdal.scenes.type import LiveNumber, text


def test_typst_syntax_in_a_string_is_shown_not_run() -> None:
    """A class name with markup in it has as many glyphs as it has characters."""
    assert len(text('#x$*y*"', 40, "#ffffff")) == 7


def test_size_is_the_em_in_pixels_of_a_1080_line_film() -> None:
    """Twice the size, twice the width."""
    assert abs(text("drie", 80, "#ffffff").width / text("drie", 40, "#ffffff").width - 2) < 1e-6


def test_a_live_number_keeps_its_left_edge_and_figure_width() -> None:
    """Figures have one width, so that running numbers do not jitter."""
    number = LiveNumber("0,88", 40, "#ffffff").shift((1, 2, 0))
    ends = []
    for string in ("0,11", "0,88"):
        number.show(string)
        ends.append(number[-1].get_center()[0])
        assert len(number) == 5
    assert abs(ends[0] - ends[1]) < 0.02
    assert number.get_bottom()[1] > 1.9


def test_a_live_number_is_written_in_any_language() -> None:
    """Also with the spaces that do not break, which other languages put between thousands and before a percent sign."""
    for space in ("\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"):
        number = LiveNumber(f"88{space}%", 30, "#ffffff")
        assert number.width > LiveNumber("88%", 30, "#ffffff").width
        assert len(number) == len(LiveNumber("88%", 30, "#ffffff"))
