import pytest

from gdie.facts.channels import code_of_reporter


@pytest.mark.parametrize(
    ("mention", "reporter", "code"),
    [
        ("市政府门户网站", "白水市人民政府", "website"),
        ("市政府門戶網站", "白水市人民政府办公室", "website"),
        ("市政府门户网站", "白水市水务局", "website.parent"),
        ("省政府网站", "白水市人民政府", "website.parent"),
        ("县政府网站", "白水市青禾县人民政府", "website"),
        ("市政府网站", "白水市青禾县人民政府", "website.parent"),
        ("市政府网站", "", "website.parent"),
        ("局门户网站", "白水市水务局", "website"),
        ("飞鸽", "白水市水务局", None),
    ],
)
def test_a_governments_own_site_is_no_parents(mention: str, reporter: str, code: str | None) -> None:
    assert code_of_reporter(mention, reporter) == code
