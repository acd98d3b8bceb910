"""caniemail knows what Outlook cannot show."""

import pytest

from tests.parts.node import Caniemail

pytestmark = pytest.mark.node


def test_plain_text_in_a_paragraph_is_fine_everywhere(caniemail: Caniemail) -> None:
    assert caniemail("<p>Hei Laura</p>", ["gmail.*", "outlook.*"])["success"] is True


def test_flex_is_an_error_in_outlook_on_windows(caniemail: Caniemail) -> None:
    verdict = caniemail('<div style="display:flex">Hei</div>', ["outlook.windows"])
    assert verdict["success"] is False
    assert "flex" in str(verdict["issues"]["errors"]["outlook.windows"])
