"""Grid to forms: layouts, headings and labels found by their words, never by fixed addresses."""

from jixiao.forms.find import find_forms, forms_in

__all__ = ["find_forms", "forms_in"]
