"""What every form of the house is built on: errors in our own sentences, which say what to do.

A form that is a :class:`HouseForm` gets them without naming one; a field's own ``error_messages`` go before.
"""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

Sentences = dict[str, Promise]

EVERYWHERE: Final[Sentences] = {
    "required": lazy("Fill this in."),
    "invalid": lazy("This cannot be read. Write it again."),
    "invalid_choice": lazy("Choose one of the entries of the list."),
    "invalid_list": lazy("Choose from the entries of the list."),
    "min_value": lazy("Write at least %(limit_value)s."),
    "max_value": lazy("Write at most %(limit_value)s."),
    "step_size": lazy("Write a multiple of %(limit_value)s."),
    "min_length": lazy("Write at least %(limit_value)s characters; these are %(show_value)s."),
    "max_length": lazy("Write at most %(limit_value)s characters; these are %(show_value)s."),
    "max_digits": lazy("Write at most %(max)s digits."),
    "max_decimal_places": lazy("Write at most %(max)s digits after the point."),
    "max_whole_digits": lazy("Write at most %(max)s digits before the point."),
    "null_characters_not_allowed": lazy("There is a sign in it that cannot be kept. Write it again."),
}
_FILE: Final[Sentences] = {
    "required": lazy("Choose a file."),
    "invalid": lazy("The file did not arrive. Choose it again."),
    "missing": lazy("The file did not arrive. Choose it again."),
    "empty": lazy("The file is empty. Choose another."),
    "max_length": lazy("The name of the file is too long. Rename it to at most %(max)d characters."),
}
_DAY: Final[Sentences] = {"invalid": lazy("Write a day such as 2026-11-20.")}
BY_KIND: Final[tuple[tuple[type[forms.Field], Sentences], ...]] = (
    (forms.DecimalField, {"invalid": lazy("Write a number.")}),
    (forms.FloatField, {"invalid": lazy("Write a number.")}),
    (forms.IntegerField, {"invalid": lazy("Write a whole number in digits.")}),
    (forms.DateTimeField, {"invalid": lazy("Write a day and a time such as 2026-11-20 17:30.")}),
    (forms.DateField, _DAY),
    (forms.EmailField, {"invalid": lazy("Write a mail address such as name@example.com.")}),
    (forms.URLField, {"invalid": lazy("Write an address such as https://example.com/page.")}),
    (forms.BooleanField, {"required": lazy("Tick this to go on.")}),
    (forms.ChoiceField, {"required": lazy("Choose one.")}),
    (forms.FileField, _FILE),
)


class HouseForm(forms.Form):
    """A form whose errors are sentences of the house."""

    def full_clean(self) -> None:
        """Give every field its sentences (those that were added late too), then check as ever."""
        for field in self.fields.values():
            speak(field)
        super().full_clean()


def speak(field: forms.Field) -> None:
    """Put the house's sentences where a field has only Django's; its own stay."""
    stock, messages = _stock(field), dict[str, Any](field.error_messages)
    for code, sentence in sentences_for(field).items():
        own = messages.get(code)
        if own is None or own is stock.get(code):
            messages[code] = sentence
    field.error_messages = messages


def sentences_for(field: forms.Field) -> Sentences:
    """Return the sentences for a kind of field: those of its kind before those for every kind."""
    # DecimalField and FloatField are kinds of IntegerField: the first that fits is the closest.
    of_kind = next((said for kind, said in BY_KIND if isinstance(field, kind)), {})
    return {**EVERYWHERE, **of_kind}


def _stock(field: forms.Field) -> dict[str, Any]:
    stock: dict[str, Any] = {}
    for kind in reversed(type(field).__mro__):
        stock.update(getattr(kind, "default_error_messages", {}))
    return stock
