"""How mails look and read, and a sample brief for it."""
