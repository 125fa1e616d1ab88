"""placeholder until the register room is written"""
from django.contrib.auth.models import AbstractUser


class Account(AbstractUser):
    pass
