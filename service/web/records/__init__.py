"""The one mechanism of the data pages: a list and a form, described per topic, shown by two templates."""
