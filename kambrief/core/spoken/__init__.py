"""What people say for numbers, days and times, in Finnish, English, Swedish and German, turned into values.

Spoken dates are meant from the meeting's day in the speaker's zone (domain facts, I9). What can mean two days is not
guessed: it comes with what a person has to confirm.
"""
