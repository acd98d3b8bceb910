"""Account managers' own mailboxes: drafts in them."""
