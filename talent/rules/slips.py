"""How far a typed name is from a known one: letters left out, added, changed, or two neighbours swapped."""


def slips(typed: str, known: str) -> int:
    """Fewest single slips that lead from one word to the other (Damerau and Levenshtein, each place slipped once)."""
    before: list[int] = []
    last = list(range(len(known) + 1))
    for row, letter in enumerate(typed, 1):
        line = [row]
        for column, other in enumerate(known, 1):
            best = min(last[column] + 1, line[column - 1] + 1, last[column - 1] + (letter != other))
            if row > 1 and column > 1 and letter == known[column - 2] and typed[row - 2] == other:
                best = min(best, before[column - 2] + 1)
            line.append(best)
        before, last = last, line
    return last[-1]


def most_slips(typed: str) -> int:
    """How many slips a typed word may hold and still be understood: one in three letters, at most three."""
    return min(3, len(typed) // 3)
