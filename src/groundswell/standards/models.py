"""Frameworks, their items and the connections between items, also across frameworks."""

from typing import ClassVar

from django.db import models

from groundswell.core.rows import Model
from groundswell.standards.choices import ItemKind, LinkKind, Subject, grade_words


class Framework(Model):
    """A published set of standards. `notice` is the copyright line that has to stand beside its statements."""

    code = models.SlugField(max_length=30, unique=True)
    title = models.CharField(max_length=200)
    subject = models.CharField(max_length=8, choices=Subject)
    notice = models.CharField(max_length=400, blank=True, default="")

    class Meta:
        ordering: ClassVar = ["title"]

    def __str__(self) -> str:
        return self.title


class Item(Model):
    """One thing with a code. The statement is empty until somebody with the right to it imports it."""

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="items")
    code = models.CharField(max_length=40)
    kind = models.CharField(max_length=12, choices=ItemKind)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="children")
    subject = models.CharField(max_length=8, choices=Subject)
    grade_low = models.PositiveSmallIntegerField()
    grade_high = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200, blank=True, default="")
    statement = models.TextField(blank=True, default="")
    emphasis = models.CharField(max_length=12, blank=True, default="")
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["framework", "code"], name="one_code_a_framework"),
            models.CheckConstraint(
                condition=models.Q(grade_low__lte=models.F("grade_high"), grade_high__lte=12), name="item_grades"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["code"], name="item_code"),
            models.Index(fields=["parent", "position"], name="item_parent"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def grades(self) -> str:
        """As people say it: K, 3, K–2, 9–12."""
        return grade_words(self.grade_low, self.grade_high)


class ItemLink(Model):
    """A connection from one item to another. Without a target it names something that is no item, as printed in `said`."""

    kind = models.CharField(max_length=14, choices=LinkKind)
    source = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="links_from")
    target = models.ForeignKey(Item, null=True, blank=True, on_delete=models.CASCADE, related_name="links_to")
    said = models.CharField(max_length=40)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "source", "said"], name="one_item_link"),
        ]
        indexes: ClassVar = [models.Index(fields=["target", "kind"], name="item_link_target")]

    def __str__(self) -> str:
        return f"{self.source_id} {self.kind} {self.said}"
