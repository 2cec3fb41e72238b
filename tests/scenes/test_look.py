"""The look keeps its own promises."""

import pytest

from leerdal.scenes.look import SIZES, THEMES, contrast

TEXT_ROLES = ("ink", "muted", "right", "wrong", "cost", "warm", "cool", "accent", "lantern")


def test_contrast_of_black_on_white_is_21() -> None:
    """The WCAG formula's fixed point."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda t: t.name)
def test_every_role_can_be_read_on_the_ground(theme) -> None:
    """4.5:1 for what is read, 3:1 for lines that carry meaning."""
    for role in TEXT_ROLES:
        assert contrast(getattr(theme, role), theme.ground) >= 4.5, role
    assert contrast(theme.faint, theme.ground) >= 3


def test_no_type_is_smaller_than_a_phone_can_show() -> None:
    """28 pixels of a 1080-line film at least."""
    assert min(vars(SIZES).values()) >= 28
