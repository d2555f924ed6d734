"""The computer-assisted test: question bank, exam, sessions, sitting, result. A room inside the room of the selection."""
