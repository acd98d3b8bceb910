"""The two flows, readable aloud: `before` the call and (with the follow-up) after it."""
