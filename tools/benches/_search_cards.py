"""Cards and queries of the search bench: read, multiplied into variants, indexed.

A card becomes one variant for each product and segment, as a real knowledge base grows: the same
title and customers' words, the product and the segment named in the texts, all of one family.
"""

import csv
import itertools
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# What a vendor may sell and to whom; products that the queries name come first.
_PRODUCTS = (
    "онлайн-касса",
    "интернет-эквайринг",
    "электронная подпись",
    "хостинг",
    "охранная сигнализация",
    "корпоративный тариф",
    "печать этикеток",
    "абонентское обслуживание",
    "система лояльности",
    "маркировка товара",
    "рекламная рассылка",
    "биометрический замок",
)
_SEGMENTS = (
    "малый бизнес",
    "кафе",
    "магазины",
    "офисы",
    "школы",
    "клиники",
    "гостиницы",
    "склады",
    "заводы",
    "застройщики",
    "частные лица",
    "госзаказчики",
    "фермы",
    "агентства",
)
_PLACEHOLDERS = (
    re.compile(r"\bнаш\w*\s+продукт\w*", re.IGNORECASE),
    re.compile(r"малый бизнес", re.IGNORECASE),
)


@dataclass(frozen=True, slots=True)
class Query:
    """A line of a query file: what is typed, its class, what counts as a hit, the product named."""

    text: str
    kind: str
    expected: frozenset[str]
    product: str


@dataclass(frozen=True, slots=True)
class Variant:
    """A card for one product and one segment."""

    entity: str
    kind: str
    title: str
    phrases: tuple[str, ...]
    keywords: tuple[str, ...]
    answer: str
    body: str
    product: int
    segment: int
    family: str

    def page(self) -> str:
        """The card as a page of documentation: a title, and a heading over each part."""
        said = "\n".join(f"- {phrase}" for phrase in self.phrases)
        return (
            f"# {self.title}\n\n## Что говорит клиент\n\n{said}\n\n"
            f"## Что ответить\n\n{self.answer}\n\n## Подробнее\n\n{self.body}\n\n"
            f"## Ключевые слова\n\n{', '.join(self.keywords)}\n"
        )


def base(entity: str) -> str:
    """Returns the id of the card that a variant was made from."""
    return entity.rpartition("/")[2].partition("--")[0]


def product(entity: str) -> int:
    """Returns the number of a variant's product."""
    return int(entity.split("--")[1])


def read_queries(path: Path) -> list[Query]:
    """Reads a query file: columns query, class, expected, product."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Query(
                row["query"], row["class"], frozenset(row["expected"].split()), row["product"] or ""
            )
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]


def products(queries: Sequence[Query]) -> list[str]:
    """Returns the products that variants are made for: those that queries name, then others."""
    named = dict.fromkeys(query.product for query in queries if query.product)
    return list(dict.fromkeys((*named, *_PRODUCTS)))[: max(len(_PRODUCTS), len(named))]


def segment(number: int) -> str:
    """Returns the name of a segment; there are as many as a size needs."""
    turn, place = divmod(number, len(_SEGMENTS))
    return _SEGMENTS[place] + (f" {turn + 1}" if turn else "")


def variants(cards: Path, names: Sequence[str], size: int) -> Iterator[Variant]:
    """Makes so many variants of the cards, products first, then segments.

    Args:
        cards: A file of one JSON object a line, with the keys of the shared cards.
        names: The products.
        size: How many variants.
    """
    rows = [json.loads(line) for line in cards.read_text(encoding="utf-8").splitlines() if line]
    for number in itertools.islice(itertools.count(), size):
        turn, place = divmod(number, len(rows))
        where, what = divmod(turn, len(names))
        yield _variant(rows[place], what, names[what], where)


def _variant(row: dict[str, Any], what: int, name: str, where: int) -> Variant:
    whom = segment(where)

    def filled(text: str) -> str:
        for placeholder, value in zip(_PLACEHOLDERS, (name, whom), strict=True):
            text = placeholder.sub(value, text)
        return text

    return Variant(
        entity=f"{row['type']}/{row['id']}--{what}--{where}",
        kind=row["type"],
        title=filled(row["title"]),
        phrases=tuple(row["phrases"]),
        keywords=tuple(row["keywords"]),
        answer=filled(row["answer"]),
        body=f"{filled(row['body'])} {name.capitalize()}, {whom}.",
        product=what,
        segment=where,
        family=row["id"],
    )


def built(cards: Path, names: Sequence[str], size: int, to: Path, cache: Path) -> float:
    """Builds our index of so many variants in a new process.

    Returns:
        The seconds from importing the package to the written file, without making the cards.
    """
    arguments = [str(cards), str(size), str(to), str(cache), *names]
    done = subprocess.run(
        [sys.executable, "-m", __name__, *arguments], check=True, capture_output=True, text=True
    )
    return float(done.stdout)


def _build(cards: str, size: str, to: str, cache: str, *names: str) -> float:
    made = list(variants(Path(cards), names, int(size)))
    begun = time.perf_counter()
    # The time to import is part of what is measured.
    from scripts_kb.search import index  # noqa: PLC0415
    from scripts_kb.search.records import Facet, Findable  # noqa: PLC0415

    found = (
        Findable(
            one.entity,
            one.kind,
            one.title,
            phrases=one.phrases,
            synonyms=one.keywords,
            answers=(one.answer,),
            body=(one.body,),
            products=(f"p{one.product}",),
            segments=(f"s{one.segment}",),
            family=one.family,
        )
        for one in made
    )
    facets = [Facet("product", f"p{number}", (name,)) for number, name in enumerate(names)]
    whom = sorted({one.segment for one in made})
    facets += [Facet("segment", f"s{number}", (segment(number),)) for number in whom]
    Path(to).write_bytes(index(found, facets=facets, cache=Path(cache)))
    return time.perf_counter() - begun


if __name__ == "__main__":
    print(_build(*sys.argv[1:]))
