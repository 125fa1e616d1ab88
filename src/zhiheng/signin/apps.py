"""The Django application of this room."""

from django.apps import AppConfig


class SigninConfig(AppConfig):
    """Name and label of the room."""

    name = "zhiheng.signin"
    label = "signin"

    def ready(self) -> None:
        """Let every sign-in leave its mark in the visit that it begins."""
        from django.contrib.auth.signals import user_logged_in

        from zhiheng.signin.middleware import mark_visit

        user_logged_in.connect(mark_visit, dispatch_uid="signin.mark_visit")
