"""What a person does with Kambrief, whatever the surface: looked up, decided, changed. No printing, no pages."""
