"""One key for one name, however it was typed: search and sort ignore case, marks and doubled blanks."""

import unicodedata


def name_key(name: str) -> str:
    """The name in lower case, without accents and punctuation, single blanks between words."""
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter))
    words = "".join(letter if letter.isalnum() else " " for letter in bare.replace("'", "").replace("’", ""))
    return " ".join(words.lower().split())
