"""The tables."""

from sqlalchemy import String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from routing.domain.contact import LAST_IN_ORDER

LONGEST_NAME = 80


class Base(DeclarativeBase):
    pass


class Specialist(Base):
    """An on-call person. The phone is encrypted, the PIN hashed; languages and skills are words, a space between;
    `order` is 1 for who is asked first where a skill goes by order.
    """

    __tablename__ = "specialists"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME), unique=True)
    phone: Mapped[str] = mapped_column(String(200))
    languages: Mapped[str] = mapped_column(String(80))
    skills: Mapped[str] = mapped_column(String(200))
    activity: Mapped[str] = mapped_column(String(16), default="offline")
    pin: Mapped[str] = mapped_column(String(120))
    order: Mapped[int] = mapped_column(default=LAST_IN_ORDER)
