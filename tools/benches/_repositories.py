"""Large repositories of a knowledge base, made by `git fast-import`; a size always makes the same.

Two files change with each commit: a phrase is reworded, an answer added or moved, words of the
client come and go, a file is renamed now and then. A card is some 1.9 KB of Russian text.
"""

import random
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

_WORDS: Final = [
    "понимаю",
    "вас",
    "сравниваете",
    "пачку",
    "или",
    "чашку",
    "сколько",
    "чашек",
    "в",
    "день",
    "делаете",
    "выходит",
    "восемнадцать",
    "рублей",
    "одна",
    "партия",
    "весь",
    "месяц",
    "обжариваем",
    "каждый",
    "вторник",
    "вкус",
    "не",
    "меняется",
    "помол",
    "подберём",
    "под",
    "вашу",
    "машину",
    "пробник",
    "бесплатно",
    "один",
    "раз",
    "доставка",
    "за",
    "наш",
    "счёт",
    "от",
    "двух",
    "тысяч",
    "рублей",
    "бариста",
    "настроит",
    "за",
    "десять",
    "минут",
    "гости",
    "заметят",
    "разницу",
    "с",
    "первого",
    "глотка",
    "давайте",
    "назначим",
    "день",
]
_START: Final = 1_700_000_000


class Card:
    """An objection as its author keeps it."""

    def __init__(self, number: int, rng: random.Random) -> None:
        self.number = number
        self.moved = 0
        self.words = [_phrase(rng, 3) for _ in range(5)]
        self.answers = [self._answer(rng, order) for order in range(3)]
        self.count = 3

    def _answer(self, rng: random.Random, order: int) -> list[str]:
        return [f"answer-{order}", *(_phrase(rng, size) for size in (3, 10, 6, 7, 5))]

    @property
    def path(self) -> str:
        """Where the file is now."""
        moved = f"-{self.moved}" if self.moved else ""
        return f"content/objections/возражение-{self.number}{moved}.yml"

    def edit(self, rng: random.Random) -> None:
        """Change it as people do."""
        luck = rng.random()
        answer = rng.choice(self.answers)
        if luck < 0.6:
            answer[rng.randrange(1, 6)] = _phrase(rng, rng.choice((3, 7, 10)))
        elif luck < 0.8:
            self.words[rng.randrange(5)] = _phrase(rng, 3)
        elif luck < 0.9:
            self.answers.append(self.answers.pop(0))
        elif luck < 0.97:
            self.answers[rng.randrange(3)] = self._answer(rng, self.count)
            self.count += 1
        else:
            self.moved += 1
            self.words[0] = _phrase(rng, 4)

    def text(self) -> str:
        """Write the file."""
        lines = [
            f"id: card-{self.number}",
            f"title: Возражение номер {self.number}",
            "status: live",
            "heard_at: [presentation, closing]",
            "segments: [cafe, home]",
            "client_words:",
            *(f"  - {each}" for each in dict.fromkeys(self.words)),
            "answers:",
        ]
        for name, when, say, first, second, question in self.answers:
            lines += [
                f"  - id: {name}",
                f"    when: {when}",
                "    say: >-",
                f"      {say}",
                "    steps:",
                "      - id: ack",
                "        role: acknowledge",
                f"        say: {first}",
                "      - id: argue",
                "        role: argue",
                f"        say: {second}",
                "    next_question: >-",
                f"      {question}",
            ]
        return "\n".join([*lines, "review_by: 2027-02-01", ""])


def _phrase(rng: random.Random, size: int) -> str:
    return " ".join(rng.choices(_WORDS, k=size))


class Past:
    """A repository that can be told on.

    Args:
        folder: where to make it.
        entities: how many cards the first commit adds.
    """

    def __init__(self, folder: Path, entities: int) -> None:
        self.folder = folder
        self.rng = random.Random(entities)
        self.cards = [Card(number, self.rng) for number in range(entities)]
        self.told = 0
        folder.mkdir(parents=True)
        _run(folder, "init", "-q", "-b", "main")
        _run(folder, "config", "gc.auto", "0")

    def tell(self, commits: int) -> None:
        """Land more commits on the main branch."""
        git = subprocess.Popen(
            ["git", "-C", self.folder, "fast-import", "--quiet", "--date-format=raw"],
            stdin=subprocess.PIPE,
        )
        assert git.stdin is not None
        if not self.told:
            self._commit(git.stdin, "Начало", self.cards, renamed={})
            commits -= 1
        elif commits:
            git.stdin.write(b"reset refs/heads/main\nfrom refs/heads/main^0\n\n")
        for _ in range(commits):
            self._edit(git.stdin)
        git.stdin.close()
        if git.wait():
            raise RuntimeError("git fast-import failed")
        _run(self.folder, "symbolic-ref", "HEAD", "refs/heads/main")
        _run(self.folder, "read-tree", "HEAD")

    def _edit(self, stream: IO[bytes]) -> None:
        chosen = self.rng.sample(self.cards, min(2, len(self.cards)))
        renamed = {}
        for card in chosen:
            before = card.path
            card.edit(self.rng)
            if card.path != before:
                renamed[card.number] = before
        message = f"Правка {self.told}"
        if self.told % 3 == 0:
            message += f"\n\nOrigin: {_phrase(self.rng, 5)}\nCause: {_phrase(self.rng, 5)}\n"
        self._commit(stream, message, chosen, renamed)

    def _commit(
        self, stream: IO[bytes], message: str, cards: list[Card], renamed: dict[int, str]
    ) -> None:
        self.told += 1
        stream.write(_head(message, _START + self.told * 600))
        for card in cards:
            if card.number in renamed:
                stream.write(f'D "{renamed[card.number]}"\n'.encode())
            stream.write(_file(card))
        stream.write(b"\n")

    def touched(self) -> Iterator[str]:
        """Name every blob that a commit of the past made, each once."""
        log = [*_git(self.folder), *RAW, "HEAD"]
        printed = subprocess.run(log, check=True, capture_output=True).stdout
        seen = set()
        for token in printed.split(b"\0"):
            meta = token.lstrip(b"\n")
            if meta.startswith(b":"):
                name = meta.split()[3].decode()
                if name.strip("0") and name not in seen:
                    seen.add(name)
                    yield name


RAW: Final = ("log", "--raw", "-z", "--no-abbrev", "--format=%H%x00%P%x00%ct%x00%B")
"""The bare log of the floor."""


def _git(folder: Path) -> list[str]:
    return ["git", "-C", str(folder)]


def _run(folder: Path, *argv: str) -> None:
    subprocess.run([*_git(folder), *argv], check=True)


def _head(message: str, time: int) -> bytes:
    data = message.encode()
    who = b"A <a@b.c> %d +0300" % time
    head = b"commit refs/heads/main\nauthor %s\ncommitter %s\n" % (who, who)
    return head + b"data %d\n%s\n" % (len(data), data)


def _file(card: Card) -> bytes:
    content = card.text().encode()
    return b'M 100644 inline "%s"\ndata %d\n%s\n' % (card.path.encode(), len(content), content)
