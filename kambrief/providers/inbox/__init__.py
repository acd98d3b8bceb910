"""The mailbox that replies come to."""
